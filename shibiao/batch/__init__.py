"""Archives: many files converted by worker processes, every one accounted for in a ledger."""
