"""Who has which calling class and caller ID, and how the organization dials."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.permissions import BUILT_IN, require
from audit import services as audit
from audit.actors import Actor
from extensions.effects import Effects
from extensions.models import Extension, ExtensionTemplate
from extensions.services.inheriting import note_inherited
from opbx.configuration import configuration_changed
from opbx.errors import ChangedMeanwhile, NotAcceptable
from opbx.web.formats import phone_words
from routing.models import CallerIdRule, CallingClass, OutboundLayer, OutboundSettings, PhoneNumber, RoleClass
from routing.outbound_inheritance import effects_of_layer
from routing.services.calling_classes import last_editor
from tenants.guard import guard_configuration

MOST_CALLS = 1000
_SHORT = re.compile(r"[0-9]{2,8}")


@transaction.atomic
def set_outbound_layer(
    actor: Actor,
    owner: Extension | ExtensionTemplate,
    *,
    calling_class: CallingClass | None,
    caller_id: PhoneNumber | None,
    withholds_number: bool | None,
    busy_level: int | None = None,
    call_limit: int | None = None,
    calls_an_hour: int | None = None,
    minutes_a_day: int | None = None,
) -> bool:
    """Let this be what an extension or a template says about its outbound calls; None leaves it to the next layer.

    Returns whether anything changed. Raises NotAcceptable.
    """
    require(actor, "outbound.write")
    guard_configuration()
    is_extension = isinstance(owner, Extension)
    keys = {"extension": owner} if is_extension else {"template": owner}
    row = OutboundLayer.objects.filter(**keys).first() or OutboundLayer(**keys)
    still_there(calling_class, "calling_class")
    still_there(caller_id, "caller_id")
    wanted: dict[str, Any] = {
        "calling_class": calling_class,
        "caller_id": caller_id,
        "withholds_number": withholds_number,
        "busy_level": busy_level,
        "call_limit": call_limit,
        "calls_an_hour": calls_an_hour,
        "minutes_a_day": minutes_a_day,
    }
    changes = audit.differences(row, **wanted)
    if not changes:
        return False
    effects = Effects((), ()) if isinstance(owner, Extension) else effects_of_layer(owner, **wanted)
    for field, value in wanted.items():
        setattr(row, field, value)
    if all(value is None for value in wanted.values()):
        OutboundLayer.objects.filter(**keys).delete()
    else:
        row.save()
    kind = "extension" if is_extension else "template"
    audit.record(actor, f"{kind}.outbound_changed", owner, {f"outbound_{k}": v for k, v in changes.items()})
    if isinstance(owner, ExtensionTemplate):
        note_inherited(actor, effects, owner.name)
    whose = f"extension {owner.number}" if isinstance(owner, Extension) else f"template {owner.name}"
    configuration_changed(actor, f"The outbound calls of {whose} were changed")
    return True


@transaction.atomic
def set_class_holders(
    actor: Actor, *, version: int, calling_class: CallingClass, roles: Mapping[str, CallingClass | None]
) -> None:
    """Set the organization's class, and the classes that roles give. Raises ChangedMeanwhile and NotAcceptable."""
    row = locked_settings(actor, version)
    still_there(calling_class, "calling_class")
    before = {one.role: one.calling_class for one in RoleClass.objects.select_related("calling_class")}
    changes: dict[str, list[Any]] = audit.differences(row, calling_class=calling_class)
    for role, wanted in roles.items():
        if role not in BUILT_IN:
            raise NotAcceptable("Choose a role.", field=role)
        if before.get(role) == wanted:
            continue
        still_there(wanted, f"role-{role}")
        changes[BUILT_IN[role].name] = [before.get(role), wanted]
        RoleClass.objects.filter(role=role).delete()
        if wanted is not None:
            RoleClass.objects.create(role=role, calling_class=wanted)
    row.calling_class = calling_class
    save_settings(actor, row, changes, ["calling_class"], "Who has which calling class was changed")


@transaction.atomic
def set_call_limits(
    actor: Actor,
    *,
    version: int,
    busy_level: int,
    call_limit: int,
    calls_an_hour: int,
    minutes_a_day: int,
    most_calls: int,
    most_calls_an_hour: int,
    most_minutes_a_day: int,
    limits_are_only_noted: bool,
) -> None:
    """Set the limits of each extension, and of all calls that leave the building; 0 for none.

    Raises ChangedMeanwhile.
    """
    row = locked_settings(actor, version)
    wanted: dict[str, Any] = {
        "busy_level": busy_level,
        "call_limit": call_limit,
        "calls_an_hour": calls_an_hour,
        "minutes_a_day": minutes_a_day,
        "most_calls": most_calls,
        "most_calls_an_hour": most_calls_an_hour,
        "most_minutes_a_day": most_minutes_a_day,
        "limits_are_only_noted": limits_are_only_noted,
    }
    changes = audit.differences(row, **wanted)
    for field, value in wanted.items():
        setattr(row, field, value)
    save_settings(actor, row, changes, list(wanted), "The limits of calls were changed")


@transaction.atomic
def set_dialling_habits(
    actor: Actor,
    *,
    version: int,
    outside_prefix: str,
    needs_prefix: bool,
    area_code: str,
    service_numbers: str,
) -> None:
    """Set how people dial. Raises ChangedMeanwhile and NotAcceptable."""
    row = locked_settings(actor, version)
    wanted: dict[str, Any] = {
        "outside_prefix": outside_prefix.strip(),
        "needs_prefix": needs_prefix,
        "area_code": area_code.strip(),
        "service_numbers": _short_numbers(service_numbers),
    }
    if needs_prefix and not wanted["outside_prefix"]:
        raise NotAcceptable("Enter the digits that are dialled first, for example 0.", field="outside_prefix")
    changes = audit.differences(row, **wanted)
    for field, value in wanted.items():
        setattr(row, field, value)
    save_settings(actor, row, changes, list(wanted), "How people dial was changed")


@transaction.atomic
def set_caller_ids(
    actor: Actor,
    *,
    version: int,
    caller_id: PhoneNumber | None,
    withholds_number: bool,
    ranges: Sequence[tuple[str, str, PhoneNumber]],
) -> None:
    """Set the organization's caller ID and the table by extension range: (first, last, number) in each row.

    Raises ChangedMeanwhile, and NotAcceptable for a field of a row, such as "range-2-first".
    """
    row = locked_settings(actor, version)
    still_there(caller_id, "caller_id")
    seen: set[tuple[str, str]] = set()
    for place, (first, last, number) in enumerate(ranges):
        check_range(first, last, f"range-{place}")
        still_there(number, f"range-{place}-number")
        if (first, last) in seen:
            raise NotAcceptable("This range stands above already.", field=f"range-{place}-first")
        seen.add((first, last))
    changes = audit.differences(row, caller_id=caller_id, withholds_number=withholds_number)
    before = _ranges_in_words(
        [
            (one.first, one.last, one.number)
            for one in CallerIdRule.objects.select_related("number").order_by("first", "last")
        ]
    )
    after = _ranges_in_words(sorted(ranges, key=lambda one: one[:2]))
    if before != after:
        changes["ranges"] = [before, after]
        CallerIdRule.objects.all().delete()
        CallerIdRule.objects.bulk_create(
            CallerIdRule(first=first, last=last, number=number) for first, last, number in ranges
        )
    row.caller_id, row.withholds_number = caller_id, withholds_number
    save_settings(actor, row, changes, ["caller_id", "withholds_number"], "The caller IDs were changed")


def locked_settings(actor: Actor, version: int) -> OutboundSettings:
    """The row to change, for who may and saw this version. Raises PermissionDenied and ChangedMeanwhile."""
    require(actor, "outbound.write")
    guard_configuration()
    row = OutboundSettings.objects.first() or OutboundSettings.objects.create()
    if row.version != version:
        raise ChangedMeanwhile(
            last_editor(row), "the settings of outbound calls", current_version=row.version
        )
    return row


def save_settings(
    actor: Actor, row: OutboundSettings, changes: dict[str, list[Any]], fields: list[str], summary: str
) -> None:
    """Save these fields, with their audit entry and publish; nothing when nothing changed."""
    if not changes:
        return
    try:
        row.clean_fields(exclude=["calling_class", "caller_id"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise NotAcceptable(messages[0], field=field) from error
    row.version += 1
    row.save(update_fields=[*fields, "version"])
    audit.record(actor, "outbound.changed", row, changes)
    configuration_changed(actor, summary)


def still_there(chosen: CallingClass | PhoneNumber | None, field: str) -> None:
    """Chosen from a form, and deleted before it was sent: the guard row makes this answer final."""
    if chosen is None:
        return
    if not type(chosen)._default_manager.filter(pk=chosen.pk).exists():  # noqa: SLF001 - Django's documented name
        raise NotAcceptable(f"{phone_words(str(chosen))} was deleted meanwhile. Choose another.", field=field)


def _short_numbers(text: str) -> str:
    found = [part for part in re.split(r"[\s,;]+", text) if part]
    for part in found:
        if not _SHORT.fullmatch(part):
            raise NotAcceptable(
                f"{part[:20]} is no short number. Enter 2 to 8 digits for each, for example 115 116117.",
                field="service_numbers",
            )
    words = " ".join(dict.fromkeys(found))
    if len(words) > 400:
        raise NotAcceptable("These are too many numbers. Enter fewer.", field="service_numbers")
    return words


def check_range(first: str, last: str, field: str) -> None:
    """Raise NotAcceptable unless these are two extension numbers of one length in their order."""
    for name, value in (("first", first), ("last", last)):
        if not re.fullmatch(r"[0-9]{1,20}", value):
            raise NotAcceptable("Enter an extension number, for example 101.", field=f"{field}-{name}")
    if len(first) != len(last) or first > last:
        raise NotAcceptable(
            f"Enter a number of {len(first)} digits that is {first} or higher.", field=f"{field}-last"
        )


def _ranges_in_words(ranges: Sequence[tuple[str, str, PhoneNumber]]) -> str:
    return "; ".join(f"{first} to {last}: {number.e164}" for first, last, number in ranges)
