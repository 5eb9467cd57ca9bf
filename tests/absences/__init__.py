"""Absences of extensions."""
