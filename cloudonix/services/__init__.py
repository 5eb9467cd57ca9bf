"""The writes of the Cloudonix settings: each is one transaction with its audit entry and the work it asks for."""

from __future__ import annotations

from cloudonix.services.account import check_customer_key, forget_customer_key, save_customer_key
from cloudonix.services.checklist import set_checklist_hidden
from cloudonix.services.connection import (
    check_connection,
    connect_now,
    disconnect,
    retry_parked,
    rotate_request_key,
    save_connection,
)
from cloudonix.services.differences import (
    adopt_difference,
    delete_remote,
    ignore_difference,
    import_from_domain,
    stop_ignoring,
)
from cloudonix.services.health import ask_health_check
from cloudonix.services.ringing import choose_how_to_ring
from cloudonix.services.sign_in import save_sign_in
from cloudonix.services.sync import (
    ask_to_compare,
    confirm_deletions,
    keep_instead_of_deleting,
    overwrite_difference,
    sync_now,
)

__all__ = [
    "adopt_difference",
    "ask_health_check",
    "ask_to_compare",
    "check_connection",
    "check_customer_key",
    "choose_how_to_ring",
    "confirm_deletions",
    "connect_now",
    "delete_remote",
    "disconnect",
    "forget_customer_key",
    "ignore_difference",
    "import_from_domain",
    "keep_instead_of_deleting",
    "overwrite_difference",
    "retry_parked",
    "rotate_request_key",
    "save_connection",
    "save_customer_key",
    "save_sign_in",
    "set_checklist_hidden",
    "stop_ignoring",
    "sync_now",
]
