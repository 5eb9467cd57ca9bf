"""The working copy in the organization's tables, read into a frozen Plan."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from extensions.effective import effective_column, organization_defaults
from extensions.models import Extension as ExtensionRow
from extensions.models import SipAccount
from extensions.models import VoicemailBox as VoicemailBoxRow
from routing.engine.destinations import Destination, HangUp, ToExtension, ToVoicemailBox
from routing.engine.forwarding import Cause, Forward, Origin
from routing.engine.plan import (
    AudioGreeting,
    Extension,
    Greeting,
    Mobile,
    Number,
    Plan,
    SpokenGreeting,
    StandardGreeting,
    VoicemailBox,
)
from routing.engine.reasons import Reason
from routing.forwarding import RuleBook, layers_for, rules_of_all
from routing.mobiles import is_mobile_of, outbound_trunks
from routing.models import DestinationKind, ForwardingRule, PhoneNumber
from tenants.models import Organization


def compile_plan(organization: Organization) -> Plan:
    """Read the current schema, which must be the organization's, in seven queries.

    Everything is sorted, so that an unchanged configuration compiles to the same bytes.
    """
    numbers = _numbers()
    return Plan(
        organization=organization.name,
        voice_language=organization.voice_language,
        region=organization.region,
        extensions=_extensions(organization.region, {number.e164 for number in numbers}),
        numbers=numbers,
        outbound_trunks=outbound_trunks(),
        voicemail_boxes=_voicemail_boxes(),
    )


def _extensions(region: str, own_numbers: set[str]) -> tuple[Extension, ...]:
    usernames: dict[int, list[str]] = defaultdict(list)
    accounts = SipAccount.objects.filter(is_enabled=True).order_by("-is_default", "username")
    for extension_id, username in accounts.values_list("extension_id", "username"):
        usernames[extension_id].append(username)
    defaults, rules = organization_defaults(), rules_of_all()
    rows = ExtensionRow.objects.annotate(
        rings_for=effective_column("ring_seconds", defaults),
        mobile_is_allowed=effective_column("may_ring_mobile", defaults),
    )
    return tuple(
        Extension(
            key=row.key,
            number=row.number,
            name=row.name,
            ring_seconds=row.rings_for,
            is_enabled=row.is_enabled,
            sip_usernames=tuple(usernames.get(row.pk, ())),
            forwards=_forwards(rules, row.pk, row.template_id),
            mobile=_mobile(row, region, own_numbers) if row.rings_mobile and row.mobile else None,
        )
        for row in rows.order_by("number")
    )


def _forwards(rules: RuleBook, extension: int, template: int | None) -> tuple[Forward, ...]:
    found, layers = [], layers_for(extension, template)
    for cause in Cause:
        internal, external = (
            rules.holding(layers, cause.value, origin.value, extension=extension) for origin in Origin
        )
        if internal is not None or external is not None:
            found.append(
                Forward(
                    cause,
                    internal=_destination_of(internal.rule) if internal is not None else None,
                    external=_destination_of(external.rule) if external is not None else None,
                )
            )
    return tuple(found)


def _mobile(row: ExtensionRow, region: str, own_numbers: set[str]) -> Mobile:
    """Checked here too, because allowances, the country and the own numbers change after it was saved."""
    refused = None
    if not row.mobile_is_allowed:  # type: ignore[attr-defined]  # annotated
        refused = Reason.MOBILE_NOT_ALLOWED
    elif row.mobile in own_numbers or not is_mobile_of(row.mobile, region):
        refused = Reason.MOBILE_NUMBER_REFUSED
    return Mobile(row.mobile, refused)


# What tells a destination, as the columns of a query; `destination_of` reads them.
DESTINATION_COLUMNS = ("destination_kind", "destination_extension__key", "destination_voicemail_box__key")


def destination_of(kind: str, extension_key: UUID | None, box_key: UUID | None) -> Destination:
    match DestinationKind(kind):
        case DestinationKind.EXTENSION if extension_key is not None:
            return ToExtension(extension_key)
        case DestinationKind.VOICEMAIL if box_key is not None:
            return ToVoicemailBox(box_key)
        case _:  # hang up; a CHECK of the table keeps the other kinds from lacking their object
            return HangUp()


def _destination_of(rule: ForwardingRule) -> Destination:
    extension, box = rule.destination_extension, rule.destination_voicemail_box
    keys = (one.key if one is not None else None for one in (extension, box))
    return destination_of(rule.destination_kind, *keys)


def _numbers() -> tuple[Number, ...]:
    rows = PhoneNumber.objects.order_by("e164").values_list(
        "key", "e164", "label", "is_enabled", *DESTINATION_COLUMNS
    )
    return tuple(
        Number(key, e164, destination_of(*destination), label, is_enabled)
        for key, e164, label, is_enabled, *destination in rows
    )


def _voicemail_boxes() -> tuple[VoicemailBox, ...]:
    rows = VoicemailBoxRow.objects.select_related("extension").order_by("key")
    return tuple(
        VoicemailBox(
            row.key,
            row.name,
            _greeting(row),
            row.is_enabled,
            row.extension.key if row.extension is not None else None,
        )
        for row in rows
    )


def _greeting(row: VoicemailBoxRow) -> Greeting:
    """The chosen greeting; the standard one where what was chosen has nothing to say."""
    match VoicemailBoxRow.Greeting(row.greeting):
        case VoicemailBoxRow.Greeting.TEXT if row.greeting_text:
            return SpokenGreeting(row.greeting_text)
        case VoicemailBoxRow.Greeting.AUDIO if row.greeting_audio:
            return AudioGreeting(str(row.greeting_audio.name))
        case _:
            return StandardGreeting()
