"""shibiao (识表): reads Chinese budget-performance forms into records one can check."""
