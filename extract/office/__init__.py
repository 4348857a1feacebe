"""Office originals: workbooks, documents of word processors, comma-separated tables."""
