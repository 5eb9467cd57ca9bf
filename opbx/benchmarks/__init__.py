"""Measured scenarios for `python3 dev.py bench NAME`: each prints where it ran, what it measured, and a verdict."""
