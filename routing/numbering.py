"""Numbers as people and carriers write them, read as E.164 in the organization's region."""

from __future__ import annotations

from functools import lru_cache

import msgspec
import phonenumbers

from routing.engine.calls import Direction, IncomingCall
from routing.engine.plan import Plan
from routing.outside_numbers import outside_number


def read_numbers(call: IncomingCall, plan: Plan) -> IncomingCall:
    """Return the call with its numbers in E.164, as far as they are numbers, and a code before them read.

    The digits as they came usually match a number of the plan; only when they do not is the dialled
    number read by the rules of the organization's country, which is far slower.
    """
    if call.direction is not Direction.INBOUND:
        call = _without_prefix(call, plan)
    dialled = call.dialled_numbers
    is_found = call.dialled in plan.internal_numbers or plan.number_for(dialled) is not None
    if call.dialled and not is_found:
        dialled = tuple(dict.fromkeys((*e164_readings(call.dialled, plan.region), *dialled)))
    caller = call.caller_number
    if call.direction is Direction.INBOUND and not caller.startswith("+"):
        caller = next(iter(e164_readings(caller, plan.region)), caller)
    outside = None
    if call.direction is not Direction.INBOUND:
        # Of what is found inside too: an emergency number goes before everything.
        outside = outside_number(call.dialled, plan.region, plan.outbound.habits)
    if dialled is call.dialled_numbers and caller is call.caller_number and outside is None:
        return call
    return msgspec.structs.replace(call, dialled_numbers=dialled, caller_number=caller, outside=outside)


def _without_prefix(call: IncomingCall, plan: Plan) -> IncomingCall:
    """The call as if only the number had been dialled that stands behind a code for this one call."""
    found = plan.dialled_codes.prefix_of(call.dialled, plan.speed_dial_by_code)
    if found is None:
        return call
    return msgspec.structs.replace(
        call, dialled=found.number, dialled_numbers=(), prefix=found.code, withholds=found.withholds
    )


@lru_cache(maxsize=8192)
def e164_readings(text: str, region: str) -> tuple[str, ...]:
    """What may be meant: an international number without its plus, or a national one; empty for neither."""
    digits = "".join(character for character in text if character in "0123456789")
    if not 4 <= len(digits) <= 20:
        return ()
    ways: list[tuple[str, str | None]] = [(text, region)]
    if not text.startswith(("+", "0")):
        # Where national numbers begin with 0, one that does not is rather an international one without its plus.
        metadata = phonenumbers.PhoneMetadata.metadata_for_region(region)
        begins_with_zero = metadata is not None and metadata.national_prefix == "0"
        ways.insert(0 if begins_with_zero else 1, ("+" + digits, None))
    readings = [_e164(*way) for way in ways]
    return tuple(reading for reading in readings if reading)


def _e164(text: str, region: str | None) -> str:
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
