"""Phone numbers and their rules."""

from __future__ import annotations

from collections import defaultdict

from routing.compile.destinations import DESTINATION_COLUMNS, destination_of
from routing.engine.objects.callers import CallerPattern
from routing.engine.objects.numbers import Number, NumberRule
from routing.models import NumberRule as NumberRuleRow
from routing.models import PhoneNumber
from routing.models.callers import caller_words


def compile_numbers() -> tuple[Number, ...]:
    rules = _rules()
    rows = PhoneNumber.objects.order_by("e164").values_list(
        "pk", "key", "e164", "label", "is_enabled", "caller_name_prefix", *DESTINATION_COLUMNS
    )
    return tuple(
        Number(key, e164, destination_of(*destination), label, is_enabled, prefix, tuple(rules.get(pk, ())))
        for pk, key, e164, label, is_enabled, prefix, *destination in rows
    )


def _rules() -> dict[int, list[NumberRule]]:
    """Of each number, by its id, in the order in which they are asked."""
    found: dict[int, list[NumberRule]] = defaultdict(list)
    rows = NumberRuleRow.objects.order_by("position", "pk")
    for number, pattern, value, *destination in rows.values_list(
        "phone_number_id", "pattern", "value", *DESTINATION_COLUMNS
    ):
        words = caller_words(pattern, value)
        found[number].append(NumberRule(CallerPattern(pattern), value, words, destination_of(*destination)))
    return found
