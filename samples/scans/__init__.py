"""Scans of the printed samples."""
