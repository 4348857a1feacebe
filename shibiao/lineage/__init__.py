"""Lineage: what a run read and what it wrote, as OpenLineage events appended to a file. Nothing is sent anywhere."""
