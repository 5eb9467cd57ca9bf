"""Blocked and allowed callers."""
