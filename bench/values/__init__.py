"""How right and how fast printed values are read."""
