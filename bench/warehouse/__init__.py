"""Loading a warehouse: time and memory beside a plain COPY, and loaders that are killed."""
