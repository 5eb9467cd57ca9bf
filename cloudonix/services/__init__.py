"""The writes of the Cloudonix settings: each is one transaction with its audit entry and the work it asks for."""

from __future__ import annotations

from cloudonix.services.checklist import set_checklist_hidden
from cloudonix.services.connection import (
    check_connection,
    connect_now,
    disconnect,
    retry_parked,
    rotate_request_key,
    save_connection,
)
from cloudonix.services.health import ask_health_check
from cloudonix.services.sign_in import save_sign_in

__all__ = [
    "ask_health_check",
    "check_connection",
    "connect_now",
    "disconnect",
    "retry_parked",
    "rotate_request_key",
    "save_connection",
    "save_sign_in",
    "set_checklist_hidden",
]
