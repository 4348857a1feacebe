"""What stands on the paper: pages, grids and readings. Knows no word of the domain."""
