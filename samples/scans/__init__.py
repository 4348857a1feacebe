"""Scans made from printed forms: every page through a scanner, copier, fax or camera, with its truth carried along."""
