"""From cells to the parts of a form: which form, which family, which cell is which value."""
