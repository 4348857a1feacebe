"""Archives: what is promised of runs over many files, measured."""
