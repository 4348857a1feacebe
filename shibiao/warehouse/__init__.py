"""Loading a finished output folder into a database, version by version."""
