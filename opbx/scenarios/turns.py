"""The turns of ring groups in a scenario: `group_turns` and `group_waiting` of its [live] table, by group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from opbx.scenarios.shorthand import key_of
from routing.engine.calls import IncomingCall
from routing.engine.turns import LongestWaiting, NextTurn


def next_turn(values: Mapping[str, Any], call: IncomingCall, want: NextTurn) -> int:  # noqa: ARG001 - of all answerers
    """The number in the table; the first turn without one."""
    table = values.get("group_turns", {})
    return next((int(turn) for name, turn in table.items() if key_of(name) == want.group), 0)


def longest_waiting(values: Mapping[str, Any], call: IncomingCall, want: LongestWaiting) -> int:  # noqa: ARG001 - see above
    """The first of the table's members, who has waited longest, that is among the candidates."""
    table = values.get("group_waiting", {})
    waiting = next((members for name, members in table.items() if key_of(name) == want.group), ())
    places = {identity: place for place, identity in want.candidates}
    identities = [name if name.startswith("+") else str(key_of(name)) for name in waiting]
    return next((places[one] for one in identities if one in places), want.candidates[0][0])
