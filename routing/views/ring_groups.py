"""The pages of ring groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from extensions.models import Extension
from opbx.web.counting import counted
from opbx.web.formats import phone_words
from routing import services
from routing.asleep import asleep_problems
from routing.forms.members import extensions_of, why_silent
from routing.forms.ring_groups import RingGroupFilter, RingGroupForm
from routing.models import RingGroup, RingGroupMember
from routing.outbound import why_none_outside
from routing.pages import Column, Pages
from routing.services.destinations import destination_words
from routing.services.ring_groups import RING_GROUPS, words_of_members
from routing.turns import Last, last_times
from tenants.context import current_organization

_TIMES = {1: "", 2: ", twice"}


@dataclass(frozen=True)
class ShownMember:
    """A member on the page of its group. why_silent: what keeps it from ringing, "" for nothing. hint: more of that."""

    row: RingGroupMember
    why_silent: str
    last: Last
    hint: str = ""


def _rows() -> QuerySet[Any]:
    ringing = Count("members", filter=Q(members__is_enabled=True))
    members = RingGroupMember.objects.select_related("extension").order_by("position")
    rows = RingGroup.objects.select_related(*RING_GROUPS.related)
    return rows.prefetch_related(Prefetch("members", members)).annotate(
        member_count=Count("members"), ringing_count=ringing
    )


def _members(row: Any) -> str:  # noqa: ANN401 - a RingGroup with its members
    return words_of_members(row.members.all())


def _more(group: RingGroup) -> dict[str, Any]:
    members = list(group.members.select_related("extension").order_by("position"))
    found = extensions_of(member.extension.number for member in members if member.extension)
    refused = why_none_outside(
        [member.outside for member in members if member.outside and member.is_enabled],
        None,
        current_organization().region,
    )
    keeps_times = group.strategy == RingGroup.Strategy.LEAST_RECENT
    times = last_times(group) if keeps_times else {}
    shown = [
        ShownMember(
            member,
            "Off" if not member.is_enabled else _why_silent(member, found, refused),
            times.get(member.identity, Last()),
            refused.get(member.outside, ""),
        )
        for member in members
        if member.extension is None or member.extension.number in found
    ]
    return {
        "members": shown,
        "keeps_times": keeps_times,
        "sentence": _sentence(
            group,
            sum(not member.why_silent and not member.row.outside for member in shown),
            sum(not member.why_silent and bool(member.row.outside) for member in shown),
        ),
    }


def _why_silent(member: RingGroupMember, found: Mapping[str, Extension], refused: Mapping[str, str]) -> str:
    if member.extension is not None:
        return why_silent(found[member.extension.number])
    return "Cannot ring" if member.outside in refused else ""


def _sentence(group: RingGroup, extensions: int, outside: int) -> str:
    """What a call does here now, in one sentence. extensions, outside: members that can ring."""
    able = extensions + outside
    then = destination_words(group)
    then = "hangs up" if then == "Hang up" else f"goes to {then[0].lower()}{then[1:]}"
    if not able:
        return f"No member can ring now: a call {then} at once."
    phones = "1 member" if able == 1 else f"{able} members"
    how = "at once" if group.strategy == RingGroup.Strategy.SIMULTANEOUS and able > 1 else ""
    each = " each" if able > 1 and not how else ""
    if how and extensions and outside:
        phones = "1 extension" if extensions == 1 else f"{extensions} extensions at once"
        how, each = f"and then {counted(outside, 'outside number')}", " each"
    times = _TIMES.get(group.rounds, f", {group.rounds} times")
    rings = f"Rings {phones} {how}".strip()
    order = {
        RingGroup.Strategy.ROUND_ROBIN: ", beginning with the next one for each call",
        RingGroup.Strategy.LEAST_RECENT: ", the one that waits longest first",
        RingGroup.Strategy.SEQUENTIAL: ", one after the other",
    }
    manner = order.get(RingGroup.Strategy(group.strategy), "") if able > 1 else ""
    return f"{rings} for {group.ring_seconds} s{each}{manner}{times}; a call that nobody answers {then}."


def _problems(rows: Sequence[RingGroup]) -> Mapping[Any, list[str]]:
    """Groups in which no member can ever ring, or that lead to something disabled; outside numbers that may not ring.

    In a fixed number of queries.
    """
    able = RingGroupMember.objects.filter(
        group__in=[row.pk for row in rows],
        is_enabled=True,
        extension__is_enabled=True,
        extension__sip_accounts__is_enabled=True,
    )
    with_somebody = set(able.values_list("group_id", flat=True))
    outside = [
        (row, member) for row in rows for member in row.members.all() if member.outside and member.is_enabled
    ]
    numbers = {member.outside for _, member in outside}
    refused = why_none_outside(sorted(numbers), None, current_organization().region)
    with_somebody |= {row.pk for row, member in outside if member.outside not in refused}
    sentence = (
        "No member can ring: each is off, disabled or has no phone. Calls go on as when nobody answers."
    )
    asleep = asleep_problems((row.pk, "When nobody answers", row) for row in rows)
    found = {
        row.pk: [*([] if row.pk in with_somebody else [sentence]), *asleep.get(row.pk, ())] for row in rows
    }
    for row, member in outside:
        if member.outside in refused:
            words = f"{member.label or phone_words(member.outside)} cannot ring. {refused[member.outside]}"
            found[row.pk].append(words)
    return found


PAGES = Pages(
    kind=RING_GROUPS,
    form=RingGroupForm,
    add=services.add_ring_group,
    update=services.update_ring_group,
    about="A ring group rings several phones for one number.",
    cards="ring_groups/cards.html",
    fields="ring_groups/fields.html",
    filters=RingGroupFilter,
    rows=_rows,
    columns=(
        Column("strategy", "Strategy", lambda row: str(row.get_strategy_display()), ("strategy",)),
        Column("members", "Members", _members, ("member_count",), template="ring_groups/count.html"),
        Column("fallback", "When nobody answers", destination_words, template="ring_groups/fallback.html"),
    ),
    more=_more,
    problems=_problems,
)
