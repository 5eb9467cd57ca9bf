"""Starts PostgreSQL, Valkey and OPBX's own processes for the demo and the tests (standard library only)."""
