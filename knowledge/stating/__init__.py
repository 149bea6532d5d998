"""What the base states: the fields of an entry, and their values with where they come from."""
