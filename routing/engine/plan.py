"""The published configuration of one organization: frozen, serialisable, everything by its stable key."""

from __future__ import annotations

from functools import cached_property
from uuid import UUID

import msgspec

from routing.engine.destinations import Destination
from routing.engine.forwarding import Cause, Forward, Origin
from routing.engine.reasons import Reason

# Raised when a change makes older bytes unreadable.
PLAN_FORMAT = 1


class Mobile(msgspec.Struct, frozen=True):
    """A mobile phone that rings when the extension's own phones did not take the call.

    number: E.164. refused: why it must not ring, as far as that was known when the plan was made.
    """

    number: str
    refused: Reason | None = None


class Extension(msgspec.Struct, frozen=True):
    """The logical identity behind one or more phones; sip_usernames are its SIP accounts that may ring.

    forwards: the rules that hold, at most one for each cause; template and organization are in them already.
    """

    key: UUID
    number: str
    name: str
    ring_seconds: int
    is_enabled: bool = True
    sip_usernames: tuple[str, ...] = ()
    forwards: tuple[Forward, ...] = ()
    mobile: Mobile | None = None

    def forward(self, cause: Cause, origin: Origin) -> Destination | None:
        """Where its rules send a call, None when they say nothing about it."""
        for forward in self.forwards:
            if forward.cause is cause:
                return forward.destination(origin)
        return None


class Number(msgspec.Struct, frozen=True):
    """A phone number (E.164) and where its calls go."""

    key: UUID
    e164: str
    destination: Destination
    label: str = ""
    is_enabled: bool = True


class StandardGreeting(msgspec.Struct, frozen=True, tag="standard"):
    """The system's own sentence, in the organization's voice language."""


class SpokenGreeting(msgspec.Struct, frozen=True, tag="text"):
    """Words of the organization's own, spoken in its voice language."""

    words: str


class AudioGreeting(msgspec.Struct, frozen=True, tag="audio"):
    """file: the uploaded sound, by its name in the organization's storage; a new upload has a new name."""

    file: str


Greeting = StandardGreeting | SpokenGreeting | AudioGreeting


class VoicemailBox(msgspec.Struct, frozen=True):
    """Who greets callers that nobody answers. extension: whose box it is; None for a shared one."""

    key: UUID
    name: str
    greeting: Greeting = StandardGreeting()
    is_enabled: bool = True
    extension: UUID | None = None


class Plan(msgspec.Struct, frozen=True, dict=True):
    """Everything `decide` knows about an organization. The indexes are built once, on first use.

    region: ISO 3166 code by which nationally written numbers are read. voice_language: BCP 47.
    voice: a voice id of the platform. outbound_trunks: by name, the first choice first.
    """

    organization: str
    voice_language: str = "en-US"
    voice: str = "woman"
    region: str = "US"
    extensions: tuple[Extension, ...] = ()
    numbers: tuple[Number, ...] = ()
    outbound_trunks: tuple[str, ...] = ()
    voicemail_boxes: tuple[VoicemailBox, ...] = ()
    format: int = PLAN_FORMAT

    @cached_property
    def extension_by_key(self) -> dict[UUID, Extension]:
        return {extension.key: extension for extension in self.extensions}

    @cached_property
    def extension_by_number(self) -> dict[str, Extension]:
        return {extension.number: extension for extension in self.extensions}

    @cached_property
    def extension_by_sip_username(self) -> dict[str, Extension]:
        return {name: extension for extension in self.extensions for name in extension.sip_usernames}

    @cached_property
    def voicemail_box_by_key(self) -> dict[UUID, VoicemailBox]:
        return {box.key: box for box in self.voicemail_boxes}

    @cached_property
    def number_by_e164(self) -> dict[str, Number]:
        return {number.e164: number for number in self.numbers}

    def number_for(self, candidates: tuple[str, ...]) -> Number | None:
        """The first of these E.164 readings that is a number of the organization."""
        for e164 in candidates:
            number = self.number_by_e164.get(e164)
            if number is not None:
                return number
        return None


class Live(msgspec.Struct, frozen=True):
    """The few values that change without a publish. do_not_disturb: the keys of the extensions that are in it."""

    organization_is_active: bool = True
    do_not_disturb: frozenset[UUID] = frozenset()


_encoder = msgspec.msgpack.Encoder(uuid_format="bytes", order="deterministic")
_decoder = msgspec.msgpack.Decoder(Plan)


def encode_plan(plan: Plan) -> bytes:
    """The same plan always becomes the same bytes, so equal bytes mean that nothing changed."""
    return _encoder.encode(plan)


def decode_plan(data: bytes) -> Plan:
    """Raise msgspec.DecodeError when the bytes are of another format."""
    plan = _decoder.decode(data)
    if plan.format != PLAN_FORMAT:
        raise msgspec.ValidationError(f"This program reads plan format {PLAN_FORMAT}, not {plan.format}.")
    return plan
