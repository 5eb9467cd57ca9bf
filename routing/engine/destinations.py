"""Where a call can go: a closed union that `decide` follows; a new kind is a new member here and in its tables."""

from __future__ import annotations

from uuid import UUID

import msgspec

from routing.engine.objects.outbound import OutsideNumber


class ToExtension(msgspec.Struct, frozen=True, tag="extension"):
    """Ring the phones of an extension."""

    key: UUID


class ToVoicemailBox(msgspec.Struct, frozen=True, tag="voicemail"):
    """Let a voicemail box greet the caller."""

    key: UUID


class ToSchedule(msgspec.Struct, frozen=True, tag="schedule"):
    """Go on by the business hours of a schedule."""

    key: UUID


class ToRingGroup(msgspec.Struct, frozen=True, tag="ring_group"):
    """Ring the members of a ring group."""

    key: UUID


class ToMenu(msgspec.Struct, frozen=True, tag="menu"):
    """Let the caller choose by a key of an IVR menu."""

    key: UUID


class ToAnnouncement(msgspec.Struct, frozen=True, tag="announcement"):
    """Play an announcement, then hang up."""

    key: UUID


class ToRoom(msgspec.Struct, frozen=True, tag="room"):
    """Let the caller into a conference room."""

    key: UUID


class ToOutside(msgspec.Struct, frozen=True, tag="outside"):
    """Call a number outside, where the calling class allows it."""

    number: OutsideNumber


class ToAgent(msgspec.Struct, frozen=True, tag="agent"):
    """Let an AI agent talk to the caller."""

    key: UUID


class ToDirectory(msgspec.Struct, frozen=True, tag="directory"):
    """Let the caller spell a name."""

    key: UUID


class HangUp(msgspec.Struct, frozen=True, tag="hang_up"):
    """End the call without a word."""


Destination = (
    ToExtension
    | ToRingGroup
    | ToVoicemailBox
    | ToSchedule
    | ToMenu
    | ToAnnouncement
    | ToRoom
    | ToDirectory
    | ToAgent
    | ToOutside
    | HangUp
)
