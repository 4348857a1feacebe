"""How offices lay out each family (one module a kin group)."""
