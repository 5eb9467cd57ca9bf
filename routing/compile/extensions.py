"""Extensions with their phones, rules and mobile."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Case, F, Value, When

from extensions.effective import effective_column, organization_defaults
from extensions.models import Extension as ExtensionRow
from extensions.models import SipAccount
from routing.compile.forwarding import Forwards
from routing.engine.objects.extensions import Extension, Mobile
from routing.engine.reasons import Reason
from routing.mobiles import is_mobile_of


def compile_extensions(region: str, own_numbers: set[str]) -> tuple[Extension, ...]:
    """own_numbers: E.164 of the organization, which no mobile can have."""
    usernames: dict[int, list[str]] = defaultdict(list)
    accounts = SipAccount.objects.filter(is_enabled=True).order_by("-is_default", "username")
    for extension_id, username in accounts.values_list("extension_id", "username"):
        usernames[extension_id].append(username)
    defaults, forwards = organization_defaults(), Forwards()
    rows = (
        ExtensionRow.objects.annotate(
            rings_for=effective_column("ring_seconds", defaults),
            mobile_is_allowed=effective_column("may_ring_mobile", defaults),
            wants_mobile=Case(When(rings_mobile=True, then=F("mobile")), default=Value("")),
        )
        .order_by("number")
        .values_list(
            "pk",
            "key",
            "number",
            "name",
            "rings_for",
            "is_enabled",
            "template_id",
            "wants_mobile",
            "mobile_is_allowed",
        )
    )
    return tuple(
        Extension(
            key=key,
            number=number,
            name=name,
            ring_seconds=rings_for,
            is_enabled=is_enabled,
            sip_usernames=tuple(usernames.get(pk, ())),
            forwards=forwards.of(pk, template),
            mobile=_mobile(mobile, region, own_numbers, is_allowed=is_allowed) if mobile else None,
        )
        for pk, key, number, name, rings_for, is_enabled, template, mobile, is_allowed in rows
    )


def _mobile(number: str, region: str, own_numbers: set[str], *, is_allowed: bool) -> Mobile:
    """Checked here too, because allowances, the country and the own numbers change after it was saved."""
    refused = None
    if not is_allowed:
        refused = Reason.MOBILE_NOT_ALLOWED
    elif number in own_numbers or not is_mobile_of(number, region):
        refused = Reason.MOBILE_NUMBER_REFUSED
    return Mobile(number, refused)
