"""The writes of this app: each is one transaction with its audit entry, outbox items and publish."""

from __future__ import annotations

from extensions.services.adding import NewUser, add_extension
from extensions.services.changing import disable_extension, enable_extension, update_extension
from extensions.services.deleting import Replacement, delete_extension
from extensions.services.provisioning import (
    find_provisioning_link,
    make_provisioning_link,
    use_linphone_link,
    use_provisioning_link,
)
from extensions.services.ranges import add_extensions, plan_extensions
from extensions.services.reveals import reveal_sip_password
from extensions.services.service_pins import remove_service_pin, set_service_pin
from extensions.services.sip_accounts import (
    add_sip_account,
    disable_sip_account,
    enable_sip_account,
    remove_sip_account,
    rotate_sip_password,
    update_sip_account,
)

__all__ = [
    "NewUser",
    "Replacement",
    "add_extension",
    "add_extensions",
    "add_sip_account",
    "delete_extension",
    "disable_extension",
    "disable_sip_account",
    "enable_extension",
    "enable_sip_account",
    "find_provisioning_link",
    "make_provisioning_link",
    "plan_extensions",
    "remove_service_pin",
    "remove_sip_account",
    "reveal_sip_password",
    "rotate_sip_password",
    "set_service_pin",
    "update_extension",
    "update_sip_account",
    "use_linphone_link",
    "use_provisioning_link",
]
