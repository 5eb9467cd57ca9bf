"""The writes of this app: each is one transaction with its audit entry, outbox items and publish."""

from __future__ import annotations

from extensions.services.extensions import (
    Replacement,
    add_extension,
    delete_extension,
    disable_extension,
    enable_extension,
    update_extension,
)
from extensions.services.sip_accounts import reveal_sip_password, rotate_sip_password

__all__ = [
    "Replacement",
    "add_extension",
    "delete_extension",
    "disable_extension",
    "enable_extension",
    "reveal_sip_password",
    "rotate_sip_password",
    "update_extension",
]
