"""Hostile files: what an archive of a hundred thousand may hold besides forms, each with the outcomes it may have."""
