"""What helps to add a family of forms: listing, checking, drafting and testing families' files, and telling why."""
