"""Accuracy, honesty and speed on scans that the reading code was not developed against: ``python -m bench.scans``."""
