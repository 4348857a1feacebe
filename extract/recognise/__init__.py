"""Recognisers: line images in, text with its probabilities out. Each engine is a plug-in behind one protocol."""
