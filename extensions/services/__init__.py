"""The writes of this app: each is one transaction with its audit entry, outbox items and publish."""

from __future__ import annotations

from extensions.services.adding import NewUser, add_extension
from extensions.services.bulk import (
    delete_extensions,
    disable_extensions,
    enable_extensions,
    move_extensions,
)
from extensions.services.changing import disable_extension, enable_extension, update_extension
from extensions.services.deleting import Replacement, delete_extension
from extensions.services.departments import add_department, delete_department, update_department
from extensions.services.greetings import change_greeting, remove_greeting_sound
from extensions.services.imports import apply_import, check_import, undo_import
from extensions.services.provisioning import (
    find_provisioning_link,
    make_provisioning_link,
    use_linphone_link,
    use_provisioning_link,
)
from extensions.services.ranges import add_extensions, plan_extensions
from extensions.services.restoring import Restored, restore_extension
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
from extensions.services.templates import (
    TemplateInstead,
    add_template,
    change_template,
    delete_template,
    update_defaults,
    update_template,
)
from extensions.services.voicemail import (
    BoxReplacement,
    add_voicemail_box,
    delete_voicemail_box,
    disable_voicemail_box,
    enable_voicemail_box,
    remove_voicemail_pin,
    set_voicemail_pin,
    update_voicemail_box,
)

__all__ = [
    "BoxReplacement",
    "NewUser",
    "Replacement",
    "Restored",
    "TemplateInstead",
    "add_department",
    "add_extension",
    "add_extensions",
    "add_sip_account",
    "add_template",
    "add_voicemail_box",
    "apply_import",
    "change_greeting",
    "change_template",
    "check_import",
    "delete_department",
    "delete_extension",
    "delete_extensions",
    "delete_template",
    "delete_voicemail_box",
    "disable_extension",
    "disable_extensions",
    "disable_sip_account",
    "disable_voicemail_box",
    "enable_extension",
    "enable_extensions",
    "enable_sip_account",
    "enable_voicemail_box",
    "find_provisioning_link",
    "make_provisioning_link",
    "move_extensions",
    "plan_extensions",
    "remove_greeting_sound",
    "remove_service_pin",
    "remove_sip_account",
    "remove_voicemail_pin",
    "restore_extension",
    "reveal_sip_password",
    "rotate_sip_password",
    "set_service_pin",
    "set_voicemail_pin",
    "undo_import",
    "update_defaults",
    "update_department",
    "update_extension",
    "update_sip_account",
    "update_template",
    "update_voicemail_box",
    "use_linphone_link",
    "use_provisioning_link",
]
