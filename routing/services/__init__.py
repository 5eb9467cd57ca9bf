"""The writes of this app: each is one transaction with its audit entry and publish."""

from __future__ import annotations

from routing.services.numbers import add_number, delete_number, update_number

__all__ = ["add_number", "delete_number", "update_number"]
