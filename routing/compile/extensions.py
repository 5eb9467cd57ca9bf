"""Extensions with their phones, rules and mobile."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Case, F, QuerySet, Value, When

from extensions.effective import effective_column, organization_defaults
from extensions.models import Extension as ExtensionRow
from extensions.models import ExtensionDefaults, SipAccount
from routing.compile.absences import compile_absences
from routing.compile.forwarding import Forwards
from routing.engine.objects.extensions import Extension, Mobile
from routing.engine.objects.outbound import Line
from routing.engine.reasons import Reason
from routing.outbound import Layers, Place
from routing.outside_numbers import read_e164

_COLUMNS = (
    "pk",
    "key",
    "number",
    "name",
    "rings_for",
    "is_enabled",
    "template_id",
    "wants_mobile",
    "mobile_is_allowed",
    "user__role",
    "forwards_itself",
    "disturbs_itself",
    "locks_itself",
    "knows_a_pin",
)


def compile_extensions(region: str, layers: Layers) -> tuple[Extension, ...]:
    """layers: what each of them calls the outside with."""
    usernames: dict[int, list[str]] = defaultdict(list)
    accounts = SipAccount.objects.filter(is_enabled=True).order_by("-is_default", "username")
    for extension_id, username in accounts.values_list("extension_id", "username"):
        usernames[extension_id].append(username)
    defaults, forwards = organization_defaults(), Forwards()
    usual, absences = layers.line(Place()), compile_absences()
    return tuple(
        Extension(
            key=key,
            number=number,
            name=name,
            ring_seconds=rings_for,
            is_enabled=is_enabled,
            sip_usernames=tuple(usernames.get(pk, ())),
            forwards=forwards.of(pk, template),
            absences=absences.get(pk, ()),
            mobile=_mobile(mobile, region, is_allowed=is_allowed) if mobile else None,
            line=_unless(usual, layers.line(Place(pk, template, role or "", number))),
            may_forward=may_forward,
            may_use_do_not_disturb=may_use_do_not_disturb,
            may_lock=may_lock,
            has_pin=has_pin,
        )
        for (
            pk,
            key,
            number,
            name,
            rings_for,
            is_enabled,
            template,
            mobile,
            is_allowed,
            role,
            may_forward,
            may_use_do_not_disturb,
            may_lock,
            has_pin,
        ) in _rows(defaults)
    )


def _rows(defaults: ExtensionDefaults) -> QuerySet[ExtensionRow, Any]:
    rows: QuerySet[ExtensionRow, Any] = (
        ExtensionRow.objects.annotate(
            rings_for=effective_column("ring_seconds", defaults),
            mobile_is_allowed=effective_column("may_ring_mobile", defaults),
            forwards_itself=effective_column("users_may_forward", defaults),
            disturbs_itself=effective_column("users_may_use_do_not_disturb", defaults),
            locks_itself=effective_column("users_may_lock", defaults),
            knows_a_pin=Case(When(pin_hash=None, then=Value(False)), default=Value(True)),  # noqa: FBT003 - a value
            wants_mobile=Case(When(rings_mobile=True, then=F("mobile")), default=Value("")),
        )
        .order_by("number")
        .values_list(*_COLUMNS)
    )
    return rows


def _mobile(number: str, region: str, *, is_allowed: bool) -> Mobile:
    """The allowance is read here too, because it changes after the mobile was turned on."""
    return Mobile(read_e164(number, region), None if is_allowed else Reason.MOBILE_NOT_ALLOWED)


def _unless(usual: Line, line: Line) -> Line | None:
    return line if line != usual else None
