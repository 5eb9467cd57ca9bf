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
from extensions.services.sip_accounts import (
    add_sip_account,
    remove_sip_account,
    rename_sip_account,
    reveal_sip_password,
    rotate_sip_password,
)

__all__ = [
    "Replacement",
    "add_extension",
    "add_sip_account",
    "delete_extension",
    "disable_extension",
    "enable_extension",
    "remove_sip_account",
    "rename_sip_account",
    "reveal_sip_password",
    "rotate_sip_password",
    "update_extension",
]
