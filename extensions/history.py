"""What people did to an extension or a voicemail box, in words."""

from __future__ import annotations

from audit.history import Line, Sentences, history_in_words
from audit.models import Entry
from extensions.models import Extension, ExtensionDefaults, ExtensionTemplate, VoicemailBox


def _account(entry: Entry) -> str:
    return str((entry.changes.get("sip_username") or ["", "a phone"])[1])


def _phone(entry: Entry, verb: str) -> str:
    label, username = (
        next(filter(None, entry.changes.get(field) or []), "") for field in ("label", "sip_username")
    )
    return f"{verb} the phone {label} ({username})"


def _phone_change(entry: Entry) -> str:
    if "label" not in entry.changes:  # only what it is
        return f"changed the phone {_account(entry)}"
    before, after = entry.changes["label"]
    return f"renamed the phone {before} ({_account(entry)}) to {after}"


def _message(entry: Entry) -> str:
    """The caller and the time of the message that an act on its box was about."""
    return str(next(filter(None, entry.changes.get("message") or []), "a caller"))


def _renewal(entry: Entry) -> str:
    before, after = entry.changes.get("sip_username") or ["", ""]
    return (
        f"gave the phone {(entry.changes.get('label') or [''])[0]} the username {after} instead of {before}"
    )


def _inherited(entry: Entry) -> str:
    name = (entry.changes.get("by_template") or [None, ""])[1]
    what = f"the template {name}" if name else "the organization’s defaults"
    return f"changed {what}, and with it this extension"


SENTENCES: Sentences = {
    "extension.added": "added this extension",
    "extension.updated": "changed this extension",
    "extension.enabled": "enabled this extension",
    "extension.disabled": "disabled this extension",
    "extension.deleted": "deleted this extension",
    "extension.restored": "restored this extension",
    "extension.pin_set": "set the service PIN",
    "extension.pin_replaced": "replaced the service PIN",
    "extension.pin_removed": "removed the service PIN",
    "extension.adopted": lambda entry: f"took over what Cloudonix has for {_account(entry)}",
    "extension.phone_added": lambda entry: _phone(entry, "added"),
    "extension.phone_changed": _phone_change,
    "extension.phone_enabled": lambda entry: _phone(entry, "enabled"),
    "extension.phone_disabled": lambda entry: _phone(entry, "disabled"),
    "extension.phone_renewed": _renewal,
    "extension.phone_removed": lambda entry: _phone(entry, "removed"),
    "extension.sip_password_revealed": lambda entry: f"looked at the password of {_account(entry)}",
    "extension.phone_link_made": lambda entry: f"made a one-time link to set up {_account(entry)}",
    "extension.phone_link_used": lambda entry: f"opened it and saw the sign-in of {_account(entry)}",
    "extension.phone_read_by_linphone": lambda entry: f"set Linphone up as {_account(entry)}",
    "extension.forwarding_changed": "changed what happens to calls that are not answered",
    "extension.absence_added": "added an absence",
    "extension.absence_changed": "changed an absence",
    "extension.absence_deleted": "deleted an absence",
    "extension.outbound_changed": "changed its outbound calls",
    "extension.do_not_disturb_on": "turned do not disturb on",
    "extension.do_not_disturb_off": "turned do not disturb off",
    "extension.locked": "locked this extension",
    "extension.unlocked": "unlocked this extension",
    "extension.mobile_on": "let the mobile ring too",
    "extension.mobile_off": "stopped the mobile from ringing",
    "extension.template_changed": "changed the template of this extension",
    "extension.inherited": _inherited,
    "extension.sip_password_reset": lambda entry: f"reset the password of {_account(entry)}",
}
TEMPLATE_SENTENCES: Sentences = {
    "template.added": "added this template",
    "template.updated": "changed this template",
    "template.outbound_changed": "changed outbound calls",
    "template.forwarding_changed": "changed where its unanswered calls go",
    "defaults.updated": "changed the defaults",
    "defaults.forwarding_changed": "changed where unanswered calls go",
}
FIELDS = {
    "number": "Number",
    "first_name": "First name",
    "last_name": "Last name",
    "email": "E-mail",
    "mobile": "Mobile",
    "is_enabled": "Active",
    "user": "User",
    "department": "Department",
    "template": "Template",
    "device_type": "Device",
    "ring_seconds": "Rings for (seconds)",
    "in_phonebook": "In the phonebook",
    "in_directory": "In dial-by-name directories",
    "users_may_forward": "Own forwarding",
    "users_may_use_do_not_disturb": "Do not disturb",
    "users_may_lock": "Lock and unlock",
    "may_ring_mobile": "Ring the mobile number too",
    "absence": "Absence",
    "outbound_calling_class": "Calling class",
    "outbound_caller_id": "Shown number",
    "outbound_withholds_number": "Number withheld",
    "outbound_busy_level": "Counts as busy with",
    "outbound_call_limit": "Calls at once",
    "outbound_calls_an_hour": "Calls outside in an hour",
    "outbound_minutes_a_day": "Minutes outside in 24 hours",
}
# Forwarding rules by cause and origin, as the layer above names them; of extensions, templates and all extensions.
_CAUSES = {
    "always": "Every call",
    "no_answer": "No answer",
    "busy": "Busy",
    "unavailable": "Unavailable",
}
_ORIGINS = {
    "": "",
    "_internal": ", internal calls",
    "_external": ", external calls",
    "_transferred": ", transferred calls",
}
FORWARDING_FIELDS = {
    f"forward_{cause}{origin}": words + of_origin
    for cause, words in _CAUSES.items()
    for origin, of_origin in _ORIGINS.items()
}
FIELDS |= {**FORWARDING_FIELDS, "rings_mobile": "Rings the mobile too"}


def history_of_template(template: ExtensionTemplate) -> list[Line]:
    return history_in_words(
        template, TEMPLATE_SENTENCES, {**FIELDS, "name": "Name", "description": "Description"}
    )


def history_of_defaults(defaults: ExtensionDefaults) -> list[Line]:
    """Empty while nobody saved any."""
    return history_in_words(defaults, TEMPLATE_SENTENCES, {**FIELDS, "sip_usernames": "Sign-in names"})


def history_of_extension(extension: Extension) -> list[Line]:
    return history_in_words(extension, SENTENCES, FIELDS)


BOX_SENTENCES: Sentences = {
    "voicemail_box.added": "added this voicemail box",
    "voicemail_box.updated": "changed this voicemail box",
    "voicemail_box.enabled": "enabled this voicemail box",
    "voicemail_box.disabled": "disabled this voicemail box",
    "voicemail_box.pin_set": "set the PIN",
    "voicemail_box.pin_removed": "removed the PIN",
    "voicemail_box.greeting_changed": "changed the greeting",
    "voicemail_box.message_heard": lambda entry: f"listened to the message of {_message(entry)}",
    "voicemail_box.message_deleted": lambda entry: f"deleted the message of {_message(entry)}",
    "voicemail_box.message_restored": lambda entry: f"restored the message of {_message(entry)}",
    "voicemail_box.message_removed": lambda entry: f"removed the message of {_message(entry)} for good",
    "voicemail_box.message_fetched": lambda entry: f"had the message of {_message(entry)} fetched again",
    "voicemail_box.notice_sent_again": lambda entry: f"had the e-mail about {_message(entry)} sent again",
}
BOX_FIELDS = {
    "name": "Name",
    "extension": "Extension",
    "users": "Shared by",
    "number": "Internal number",
    "greeting": "Greeting",
    "greeting_text": "Text",
    "sound": "Recording",
    "most_seconds": "Longest message",
    "notice": "E-mail notice",
    "email": "Send to",
    "delete_after_sending": "Delete once sent",
}


def history_of_box(box: VoicemailBox) -> list[Line]:
    return history_in_words(box, BOX_SENTENCES, BOX_FIELDS)
