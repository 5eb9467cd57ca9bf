"""Blocked and allowed callers."""

from __future__ import annotations

from routing.engine.objects.callers import CallerAnswer, CallerPattern, CallerRule
from routing.models import CallerRule as CallerRuleRow
from routing.models.callers import caller_words


def compile_caller_rules() -> tuple[CallerRule, ...]:
    """Those that are on; whether one has expired is asked at each call, because no publish tells of it."""
    rows = CallerRuleRow.objects.filter(is_enabled=True).order_by("pattern", "value", "phone_number__e164")
    return tuple(
        CallerRule(
            key=key,
            pattern=CallerPattern(pattern),
            value=value,
            label=caller_words(pattern, value),
            allows=verdict == CallerRuleRow.Verdict.ALLOW,
            answer=CallerAnswer(answer),
            phone_number=phone_number,
            until=until,
        )
        for key, pattern, value, verdict, answer, phone_number, until in rows.values_list(
            "key", "pattern", "value", "verdict", "answer", "phone_number__key", "expires_at"
        )
    )
