"""Voicemail messages in a scenario: `voicemail_pins` and `voicemail_messages` of its [live] table, by box."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from opbx.scenarios.shorthand import key_of
from routing.engine.calls import IncomingCall
from routing.engine.objects.messages import BoxPinTried, MessagesOf, MessageToPlay, PinAnswer, Waiting


def tried_pin(values: Mapping[str, Any], call: IncomingCall, want: BoxPinTried) -> PinAnswer:  # noqa: ARG001 - of all answerers
    """Right or wrong by the table; "locked" there stands for a box that takes no PIN for a while."""
    pin = _of_box(values.get("voicemail_pins", {}), want.box)
    if pin is None:
        return PinAnswer.NOT_SET
    if pin == "locked":
        return PinAnswer.LOCKED
    return PinAnswer.RIGHT if pin == want.pin else PinAnswer.WRONG


def messages_of(values: Mapping[str, Any], call: IncomingCall, want: MessagesOf) -> Waiting:  # noqa: ARG001 - of all answerers
    """The names in the table, all new and in their order; a message's sound is called like it."""
    names = list(_of_box(values.get("voicemail_messages", {}), want.box) or ())
    keys = [key_of(name) for name in names]
    at = 0 if want.after is None else keys.index(want.after) + 1
    if want.again is not None:
        at = keys.index(want.again)
    found = MessageToPlay(keys[at], f"{names[at]}.wav") if at < len(names) else None
    return Waiting(len(names), len(names), found)


def _of_box(table: Mapping[str, Any], box: UUID) -> Any:  # noqa: ANN401 - as TOML has it
    return next((value for name, value in table.items() if key_of(name) == box), None)
