"""What the cells mean: layout, label repair, values, free-text repair, checks."""
