"""What people did to the objects of routing, in words."""

from __future__ import annotations

from audit.history import Line, history_in_words
from extensions.history import FORWARDING_FIELDS
from extensions.models import ExtensionDefaults
from routing.kinds import Kind
from routing.models import (
    CallerRule,
    CallingClass,
    Fallback,
    OutboundSettings,
    PhoneNumber,
    RoutedObject,
    SpeedDial,
    Trunk,
)
from tenants.models import Organization

SYNC_SENTENCES = {
    "cloudonix.sync_retried": "had the sync tried again",
    "cloudonix.overwritten": "had Cloudonix overwritten",
}
NUMBER_SENTENCES = {
    "number.added": "added this number",
    "number.updated": "changed this number",
    "number.rule_added": "added a rule by caller",
    "number.rule_changed": "changed a rule by caller",
    "number.rule_raised": "changed the order of the rules by caller",
    "number.rule_deleted": "deleted a rule by caller",
    **SYNC_SENTENCES,
}
NUMBER_FIELDS = {
    "rule": "Rule",
    "caller_name_prefix": "Before the caller’s name",
    "label": "Label",
    "destination": "Goes to",
    "is_enabled": "Active",
}
TRUNK_SENTENCES = {
    "trunk.added": "added this trunk",
    "trunk.updated": "changed this trunk",
    "trunk.enabled": "enabled this trunk",
    "trunk.disabled": "disabled this trunk",
    **SYNC_SENTENCES,
}
TRUNK_FIELDS = {
    "label": "Label",
    "host": "Address",
    "port": "Port",
    "transport": "Transport",
    "direction": "Direction",
    "prefix": "Prefix",
    "metric": "Priority",
    "username": "Username",
    "password": "Password",
}

CALLER_SENTENCES = {
    "caller_rule.added": "added this rule",
    "caller_rule.updated": "changed this rule",
    "caller_rule.enabled": "enabled this rule",
    "caller_rule.disabled": "disabled this rule",
}
CALLER_FIELDS = {
    "caller": "Caller",
    "verdict": "Blocked or allowed",
    "answer": "Answer",
    "phone_number": "Phone number",
    "expires_at": "Until",
    "note": "Note",
    "is_enabled": "Active",
}


def history_of_caller_rule(rule: CallerRule) -> list[Line]:
    return history_in_words(rule, CALLER_SENTENCES, CALLER_FIELDS)


def history_of_number(number: PhoneNumber) -> list[Line]:
    return history_in_words(number, NUMBER_SENTENCES, NUMBER_FIELDS)


def history_of_trunk(trunk: Trunk) -> list[Line]:
    return history_in_words(trunk, TRUNK_SENTENCES, TRUNK_FIELDS)


def history_of_object(kind: Kind, row: RoutedObject) -> list[Line]:
    """The acts on a routed object of this kind."""
    this = "these" if kind.noun == kind.plural else "this"
    verbs = {"added": "added", "updated": "changed", "enabled": "enabled", "disabled": "disabled"}
    sentences = {
        f"{kind.destination}.{action}": f"{verb} {this} {kind.noun}" for action, verb in verbs.items()
    }
    return history_in_words(row, sentences, {"name": "Name", "number": "Internal number", **kind.words})


def history_of_default_rules(defaults: ExtensionDefaults) -> list[Line]:
    sentences = {"defaults.forwarding_changed": "changed the forwarding of all extensions"}
    return history_in_words(defaults, sentences, FORWARDING_FIELDS)


CLASS_SENTENCES = {
    "calling_class.added": "added this class",
    "calling_class.updated": "changed this class",
}
CLASS_FIELDS = {"name": "Name", "description": "Description", "rows": "Rows", "trunks": "Trunks"}
OUTBOUND_FIELDS = {
    "calling_class": "Calling class of everybody else",
    "outside_prefix": "Outside line",
    "needs_prefix": "Outside line always needed",
    "area_code": "Area code",
    "service_numbers": "Short service numbers",
    "caller_id": "Shown number",
    "withholds_number": "Number withheld",
    "ranges": "Shown numbers by range",
    "sites": "Emergency sites",
    "emergency_notice": "Told of emergency calls",
    "busy_level": "An extension counts as busy with",
    "call_limit": "Calls of an extension at once",
    "calls_an_hour": "Calls of an extension outside in an hour",
    "minutes_a_day": "Minutes of an extension outside in 24 hours",
    "most_calls": "Calls outside at once",
    "most_calls_an_hour": "Calls outside in an hour",
    "most_minutes_a_day": "Minutes outside in 24 hours",
    "limits_are_only_noted": "Limits are only noted",
    "test_number": "Test of the emergency call",
}


def history_of_class(calling_class: CallingClass) -> list[Line]:
    return history_in_words(calling_class, CLASS_SENTENCES, CLASS_FIELDS)


def history_of_outbound(settings: OutboundSettings) -> list[Line]:
    """Empty while nobody saved any."""
    return history_in_words(settings, {"outbound.changed": "changed the settings"}, OUTBOUND_FIELDS)


def history_of_fallback(row: Fallback) -> list[Line]:
    """Empty while nobody saved any."""
    return history_in_words(
        row, {"fallback.changed": "changed the fall-back"}, {"destination": "Send these calls to"}
    )


def history_of_language(organization: Organization) -> list[Line]:
    """Empty while nobody changed any."""
    fields = {
        "voice_language": "Voice language",
        "voice": "Voice",
        "region": "Country",
        "time_zone": "Time zone",
    }
    return history_in_words(organization, {"organization.language_changed": "changed them"}, fields)


def history_of_speed_dial(row: SpeedDial) -> list[Line]:
    sentences = {
        "speed_dial.added": "added this speed dial",
        "speed_dial.updated": "changed this speed dial",
        "speed_dial.enabled": "enabled this speed dial",
        "speed_dial.disabled": "disabled this speed dial",
    }
    fields = {
        "number": "Short number",
        "name": "Name",
        "destination": "Send calls to",
        "is_enabled": "Active",
    }
    return history_in_words(row, sentences, fields)
