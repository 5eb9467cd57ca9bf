"""How cheap and how quick `/api/voice/route` is, next to the least that a program can do and to the usual way."""
