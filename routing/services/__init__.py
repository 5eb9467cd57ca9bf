"""The writes of this app: each is one transaction with its audit entry and publish."""

from __future__ import annotations

from routing.services.forwarding import (
    Rule,
    set_do_not_disturb,
    set_forwarding_rules,
    set_rings_mobile,
)
from routing.services.numbers import add_number, delete_number, update_number
from routing.services.trunks import add_trunk, delete_trunk, switch_trunk, update_trunk

__all__ = [
    "Rule",
    "add_number",
    "add_trunk",
    "delete_number",
    "delete_trunk",
    "set_do_not_disturb",
    "set_forwarding_rules",
    "set_rings_mobile",
    "switch_trunk",
    "update_number",
    "update_trunk",
]
