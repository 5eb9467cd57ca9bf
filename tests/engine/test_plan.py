"""A plan survives storage unchanged, and equal plans are equal bytes."""

from __future__ import annotations

import msgspec
import pytest

from routing.engine.plan import PLAN_FORMAT, decode_plan, encode_plan
from tests.engine.builders import extension, number, plan_with

PLAN = plan_with(
    extension("101", "Zoë <b>", phones=("101_acme", "101_b")),
    extension("102", is_enabled=False),
    number("+15550100001", "101", label="Main"),
    number("+15550100002", None),
    voice_language="de-DE",
    region="DE",
)


def test_a_plan_is_the_same_after_storage():
    assert decode_plan(encode_plan(PLAN)) == PLAN


def test_looking_things_up_does_not_change_the_bytes():
    before = encode_plan(PLAN)

    assert PLAN.extension_by_sip_username["101_b"].number == "101"
    assert PLAN.number_for(("+1", "+15550100002")).e164 == "+15550100002"

    assert encode_plan(PLAN) == before


def test_a_plan_of_another_format_is_refused():
    newer = encode_plan(msgspec.structs.replace(PLAN, format=PLAN_FORMAT + 1))

    with pytest.raises(msgspec.DecodeError):
        decode_plan(newer)


def test_a_destination_kind_that_this_program_does_not_know_is_refused():
    unknown = encode_plan(PLAN).replace(b"\xa7hang_up", b"\xa7hang_on")

    with pytest.raises(msgspec.DecodeError):
        decode_plan(unknown)
