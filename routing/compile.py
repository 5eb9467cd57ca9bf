"""The working copy in the organization's tables, read into a frozen Plan."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from extensions.effective import effective_column, organization_defaults
from extensions.models import Extension as ExtensionRow
from extensions.models import SipAccount
from routing.engine.destinations import Destination, HangUp, ToExtension
from routing.engine.plan import Extension, Number, Plan
from routing.models import DestinationKind, PhoneNumber
from tenants.models import Organization


def compile_plan(organization: Organization) -> Plan:
    """Read the current schema, which must be the organization's, in four queries.

    Everything is sorted, so that an unchanged configuration compiles to the same bytes.
    """
    return Plan(
        organization=organization.name,
        voice_language=organization.voice_language,
        region=organization.region,
        extensions=_extensions(),
        numbers=_numbers(),
    )


def _extensions() -> tuple[Extension, ...]:
    usernames: dict[int, list[str]] = defaultdict(list)
    accounts = SipAccount.objects.filter(is_enabled=True).order_by("-is_default", "username")
    for extension_id, username in accounts.values_list("extension_id", "username"):
        usernames[extension_id].append(username)
    ring_seconds = effective_column("ring_seconds", organization_defaults())
    rows = (
        ExtensionRow.objects.annotate(rings_for=ring_seconds)
        .order_by("number")
        .values_list("pk", "key", "number", "name", "rings_for", "is_enabled")
    )
    return tuple(
        Extension(key, number, name, ring_seconds, is_enabled, tuple(usernames.get(pk, ())))
        for pk, key, number, name, ring_seconds, is_enabled in rows
    )


def _numbers() -> tuple[Number, ...]:
    rows = PhoneNumber.objects.order_by("e164").values_list(
        "key", "e164", "destination_kind", "destination_extension__key", "label", "is_enabled"
    )
    return tuple(
        Number(key, e164, _destination(kind, extension_key), label, is_enabled)
        for key, e164, kind, extension_key, label, is_enabled in rows
    )


def _destination(kind: str, extension_key: UUID | None) -> Destination:
    match DestinationKind(kind):
        case DestinationKind.EXTENSION if extension_key is not None:
            return ToExtension(extension_key)
        case _:  # hang up; a CHECK of the table keeps an extension destination from lacking its extension
            return HangUp()
