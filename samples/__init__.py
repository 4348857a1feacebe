"""Sample forms with their truth."""
