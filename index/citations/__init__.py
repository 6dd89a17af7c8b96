"""Which papers does a text cite? ``references`` is the door."""
