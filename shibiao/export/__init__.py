"""From forms to files and frames: the output contract."""
