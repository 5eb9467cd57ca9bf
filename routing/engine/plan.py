"""The published configuration of one organization: frozen, serialisable, everything by its stable key."""

from __future__ import annotations

from functools import cached_property
from uuid import UUID

import msgspec

from routing.engine.destinations import (
    Destination,
    ToAgent,
    ToAnnouncement,
    ToDirectory,
    ToExtension,
    ToMenu,
    ToRingGroup,
    ToRoom,
    ToSchedule,
)
from routing.engine.hours import Schedule
from routing.engine.live import Live
from routing.engine.objects.agents import Agent
from routing.engine.objects.announcements import Announcement
from routing.engine.objects.callers import CallerLists, CallerRule
from routing.engine.objects.codes import DialledCodes, FeatureCode, SpeedDial
from routing.engine.objects.directories import Directory, ListedName, Names
from routing.engine.objects.extensions import Extension, Mobile
from routing.engine.objects.menus import Menu
from routing.engine.objects.numbers import Number, NumberRule
from routing.engine.objects.outbound import Outbound
from routing.engine.objects.ring_groups import RingGroup
from routing.engine.objects.rooms import Room
from routing.engine.objects.voicemail import VoicemailBox

__all__ = [
    "PLAN_FORMAT",
    "Announcement",
    "CallerRule",
    "Extension",
    "Live",
    "Menu",
    "Mobile",
    "Number",
    "NumberRule",
    "Plan",
    "RingGroup",
    "Schedule",
    "VoicemailBox",
    "decode_plan",
    "encode_plan",
]

# Raised when a change makes older bytes unreadable.
PLAN_FORMAT = 2


class Plan(msgspec.Struct, frozen=True, dict=True):
    """Everything `decide` knows about an organization. The indexes are built once, on first use.

    region: ISO 3166 code by which nationally written numbers are read. zone: IANA name of the time zone by whose
    midnights absences begin and end. voice_language: BCP 47.
    voice: a voice id of the platform. outbound_trunks: by name, the first choice first. fallback: where calls go that
    the configuration sends in a circle or too far; None tells the caller that they cannot be connected. joins_targets:
    whether a Dial names several phones as one text with ampersands. listed: who can be found by a name, () without
    directories.
    """

    organization: str
    voice_language: str = "en-US"
    voice: str = "woman"
    region: str = "US"
    zone: str = "UTC"
    extensions: tuple[Extension, ...] = ()
    numbers: tuple[Number, ...] = ()
    outbound_trunks: tuple[str, ...] = ()
    voicemail_boxes: tuple[VoicemailBox, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    caller_rules: tuple[CallerRule, ...] = ()
    feature_codes: tuple[FeatureCode, ...] = ()
    speed_dials: tuple[SpeedDial, ...] = ()
    announcements: tuple[Announcement, ...] = ()
    rooms: tuple[Room, ...] = ()
    outbound: Outbound = Outbound()
    menus: tuple[Menu, ...] = ()
    fallback: Destination | None = None
    ring_groups: tuple[RingGroup, ...] = ()
    joins_targets: bool = False
    agents: tuple[Agent, ...] = ()
    directories: tuple[Directory, ...] = ()
    listed: tuple[ListedName, ...] = ()
    format: int = PLAN_FORMAT

    @cached_property
    def extension_by_key(self) -> dict[UUID, Extension]:
        return {extension.key: extension for extension in self.extensions}

    @cached_property
    def extension_by_number(self) -> dict[str, Extension]:
        return {extension.number: extension for extension in self.extensions}

    @cached_property
    def longest_extension_number(self) -> int:
        """How many digits it has; 0 without extensions."""
        return max((len(extension.number) for extension in self.extensions), default=0)

    @cached_property
    def extension_by_sip_username(self) -> dict[str, Extension]:
        return {name: extension for extension in self.extensions for name in extension.sip_usernames}

    @cached_property
    def voicemail_box_by_key(self) -> dict[UUID, VoicemailBox]:
        return {box.key: box for box in self.voicemail_boxes}

    @cached_property
    def schedule_by_key(self) -> dict[UUID, Schedule]:
        return {schedule.key: schedule for schedule in self.schedules}

    @cached_property
    def ring_group_by_key(self) -> dict[UUID, RingGroup]:
        return {group.key: group for group in self.ring_groups}

    @cached_property
    def menu_by_key(self) -> dict[UUID, Menu]:
        return {menu.key: menu for menu in self.menus}

    @cached_property
    def announcement_by_key(self) -> dict[UUID, Announcement]:
        return {announcement.key: announcement for announcement in self.announcements}

    @cached_property
    def voicemail_box_by_extension(self) -> dict[UUID, VoicemailBox]:
        return {box.extension: box for box in self.voicemail_boxes if box.extension is not None}

    @cached_property
    def voicemail_box_by_number(self) -> dict[str, VoicemailBox]:
        """Those whose messages are heard by dialling a number of the box itself."""
        return {box.number: box for box in self.voicemail_boxes if box.number}

    @cached_property
    def number_by_e164(self) -> dict[str, Number]:
        return {number.e164: number for number in self.numbers}

    @cached_property
    def caller_lists(self) -> CallerLists:
        return CallerLists(self.caller_rules)

    @cached_property
    def room_by_key(self) -> dict[UUID, Room]:
        return {room.key: room for room in self.rooms}

    @cached_property
    def dialled_codes(self) -> DialledCodes:
        return DialledCodes(self.feature_codes)

    @cached_property
    def speed_dial_by_code(self) -> dict[str, SpeedDial]:
        return {speed_dial.code: speed_dial for speed_dial in self.speed_dials}

    @cached_property
    def agent_by_key(self) -> dict[UUID, Agent]:
        return {agent.key: agent for agent in self.agents}

    @cached_property
    def directory_by_key(self) -> dict[UUID, Directory]:
        return {directory.key: directory for directory in self.directories}

    @cached_property
    def _names(self) -> dict[UUID, Names]:
        return {}

    def names_of(self, directory: Directory) -> Names:
        """Who is found in one of its directories; worked out by the first call that comes there."""
        if directory.key not in self._names:
            self._names[directory.key] = Names(directory, self.listed, self.extension_by_key)
        return self._names[directory.key]

    @cached_property
    def internal_numbers(self) -> dict[str, Destination]:
        """What a phone of the organization reaches by an internal number."""
        found: dict[str, Destination] = {}
        found |= {row.number: ToMenu(row.key) for row in self.menus if row.number}
        found |= {row.number: ToAnnouncement(row.key) for row in self.announcements if row.number}
        found |= {row.number: ToAgent(row.key) for row in self.agents if row.number}
        found |= {row.number: ToDirectory(row.key) for row in self.directories if row.number}
        found |= {row.number: ToRoom(row.key) for row in self.rooms if row.number}
        found |= {row.number: ToSchedule(row.key) for row in self.schedules if row.number}
        found |= {row.number: ToRingGroup(row.key) for row in self.ring_groups if row.number}
        found |= {extension.number: ToExtension(extension.key) for extension in self.extensions}
        return found

    def number_for(self, candidates: tuple[str, ...]) -> Number | None:
        """The first of these E.164 readings that is a number of the organization."""
        for e164 in candidates:
            number = self.number_by_e164.get(e164)
            if number is not None:
                return number
        return None


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
