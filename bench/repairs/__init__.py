"""Repairs of cut text measured on an invented archive."""
