"""Routing as a pure function of an immutable plan: no Django, HTTP, database, clock or randomness."""
