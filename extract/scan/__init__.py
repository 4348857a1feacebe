"""Pages from pictures: made upright and flat, their ruling lines and lines of text found in pixels, and read."""
