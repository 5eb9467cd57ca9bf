"""Voicemail messages: taken from callers, fetched, told by e-mail, listed, heard and deleted."""
