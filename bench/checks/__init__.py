"""One digit wrong at a time: whether the checks see it, and whether they say where."""
