"""Phone numbers: what is one, whose it is, and where it goes."""
