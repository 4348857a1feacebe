"""How fast the auditor's desk answers over a large folder."""
