"""Fetching the sound of voicemail messages from Cloudonix."""
