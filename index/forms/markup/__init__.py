"""How do official XML, its metadata and saved pages become lines and fields? ``parsing`` serves all."""
