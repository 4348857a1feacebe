"""Hostile files, read in processes of limited memory and time."""
