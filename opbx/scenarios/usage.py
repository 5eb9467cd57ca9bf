"""Calls in use in a scenario: `in_use` of its [live] table, for "outside" and by extension number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from opbx.scenarios.shorthand import key_of
from routing.engine.calls import IncomingCall
from routing.engine.limits import CallsInUse, Use


def calls_in_use(values: Mapping[str, Any], call: IncomingCall, want: CallsInUse) -> Use:  # noqa: ARG001 - of all answerers
    """A number of calls, or a table with the fields of Use; nothing is in use where the table says nothing."""
    for name, use in values.get("in_use", {}).items():
        whose = None if name == "outside" else key_of(name)
        if whose == want.extension:
            return Use(use) if isinstance(use, int) else msgspec.convert(use, Use)
    return Use()
