"""The working copy in the organization's tables, read into a frozen Plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from uuid import UUID

from django.db.models import Case, F, Value, When

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
from routing.forwarding import PLACE_COLUMNS, Layer, Place, RuleBook, layers_for, rules_to_follow
from routing.mobiles import is_mobile_of, outbound_trunks
from routing.models import OBJECT_COLUMNS, OUTSIDE_COLUMN, DestinationKind, PhoneNumber
from tenants.models import Organization

_INTERNAL, _EXTERNAL = Origin.INTERNAL.value, Origin.EXTERNAL.value


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
    defaults, forwards = organization_defaults(), _Forwards()
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


class _Forwards:
    """What holds for each extension; what only templates and the organization say is worked out once."""

    def __init__(self) -> None:
        rows = rules_to_follow().values_list(*PLACE_COLUMNS, *DESTINATION_COLUMNS)
        split = len(PLACE_COLUMNS)
        self._book = RuleBook((Place(*row[:split]), destination_of(*row[split:])) for row in rows)
        self._inherited: dict[int | None, tuple[Forward, ...]] = {}

    def of(self, extension: int, template: int | None) -> tuple[Forward, ...]:
        if not self._book.only_inherits(extension):
            return self._resolved(layers_for(extension, template), extension)
        if template not in self._inherited:
            self._inherited[template] = self._resolved(layers_for(None, template), None)
        return self._inherited[template]

    def _resolved(self, layers: Sequence[Layer], extension: int | None) -> tuple[Forward, ...]:
        found = []
        for cause in Cause:
            internal = self._book.holding(layers, cause.value, _INTERNAL, extension=extension)
            external = self._book.holding(layers, cause.value, _EXTERNAL, extension=extension)
            if internal is not None or external is not None:
                found.append(
                    Forward(
                        cause,
                        internal.rule if internal is not None else None,
                        external.rule if external is not None else None,
                    )
                )
        return tuple(found)


# What tells a destination, as the columns of a query; `destination_of` reads them.
DESTINATION_COLUMNS = (
    "destination_kind",
    *(f"{column}__key" for column in OBJECT_COLUMNS.values()),
    OUTSIDE_COLUMN,
)
_PLACE_OF_KEY = {kind.value: place for place, kind in enumerate(OBJECT_COLUMNS)}
_TO_OBJECT: dict[str, Callable[[UUID], Destination]] = {
    DestinationKind.EXTENSION.value: ToExtension,
    DestinationKind.VOICEMAIL.value: ToVoicemailBox,
}


def destination_of(kind: str, *columns: UUID | str | None) -> Destination:
    """Read what DESTINATION_COLUMNS name; a kind that the engine cannot follow is never stored."""
    make = _TO_OBJECT.get(kind)
    key = columns[_PLACE_OF_KEY[kind]] if make is not None else None
    if make is not None and isinstance(key, UUID):
        return make(key)
    return HangUp()  # a CHECK of the table keeps the other kinds from lacking their object


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
