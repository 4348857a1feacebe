"""Form families, vocabularies and record models: rules as data."""
