"""What a sync would do, and which differences there are, as the pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from cloudonix.drift.found import Subject
from cloudonix.drift.names import number_in
from cloudonix.drift.objects import shown_name
from cloudonix.models import DriftCheck, Finding, Topic, Voice
from cloudonix.services.adopting import is_adoptable
from cloudonix.services.differences import is_deletable
from cloudonix.services.sync import phrase_for
from cloudonix.sync import deletions
from cloudonix.sync.kinds import KINDS
from cloudonix.sync_state import rows_by_key, shown
from extensions.models import Extension
from opbx.web.formats import phone_words
from tenants.context import current_organization

NAMES_SHOWN = 20
PLURALS = {
    Subject.SUBSCRIBER: "SIP accounts",
    Subject.NUMBER: "Phone numbers",
    Subject.TRUNK: "Trunks",
    Subject.APPLICATION: "Voice application",
    Subject.DOMAIN: "Domain settings",
}


@dataclass(frozen=True)
class Part:
    """What a sync would do to one subject. acts: (verb, how many, names, how many more)."""

    title: str
    here: int
    there: int
    create: int
    update: int
    delete: int
    acts: list[tuple[str, int, list[str], int]]

    @property
    def is_equal(self) -> bool:
        return not (self.create or self.update or self.delete)


@dataclass(frozen=True)
class Plan:
    """parts: one for each subject, in the order of PLURALS. only_there: how many objects OPBX does not know."""

    check: DriftCheck
    parts: list[Part]
    only_there: int
    ignored: int

    def total(self, what: str) -> int:
        return sum(getattr(part, what) for part in self.parts)

    @property
    def sentence(self) -> str:
        """Such as "Create 2, update 1, delete 0"."""
        create, update, delete = (self.total(what) for what in ("create", "update", "delete"))
        return f"Create {create}, update {update}, delete {delete}"

    @property
    def is_equal(self) -> bool:
        return all(part.is_equal for part in self.parts)


@dataclass(frozen=True)
class Held:
    """Deletions that wait for a person."""

    topic: Topic
    title: str
    count: int
    total: int
    names: list[str]
    more: int
    phrase: str


@dataclass(frozen=True)
class Row:
    """A difference as the page shows it. url: of our object, "" when only Cloudonix has one."""

    finding: Finding
    name: str
    url: str
    differences: list[tuple[str, str, str]]
    may_adopt: bool
    may_delete: bool
    asks_for_number: bool

    @property
    def is_only_there(self) -> bool:
        return self.finding.kind == Finding.Kind.ONLY_REMOTE


@dataclass(frozen=True)
class Candidate:
    """What an import can take over. becomes: in words. number: of the extension, "" when a person must say."""

    finding: Finding
    name: str
    title: str
    becomes: str
    number: str
    is_subscriber: bool
    password_hidden: bool
    error: str = ""


def newest_check() -> DriftCheck | None:
    return DriftCheck.objects.order_by("-pk").first()


def newest_plan() -> Plan | None:
    """What the last finished comparison says; None before there is one."""
    check = DriftCheck.objects.filter(state=DriftCheck.State.DONE).order_by("-pk").first()
    if check is None:
        return None
    parts = [_part(subject, check.counts[subject]) for subject in PLURALS if subject in check.counts]
    counted = Finding.objects.aggregate(
        only_there=Count("pk", filter=Q(kind=Finding.Kind.ONLY_REMOTE, ignored_at=None)),
        ignored=Count("pk", filter=Q(ignored_at__isnull=False)),
    )
    return Plan(check, parts, counted["only_there"], counted["ignored"])


def held_deletions() -> list[Held]:
    held = []
    for topic in Topic:
        waiting = list(deletions.waiting(topic).order_by("created_at").values_list("frozen", flat=True))
        if not waiting:
            continue
        found = deletions.deletions(topic)
        names = [phone_words(frozen.get(KINDS[topic].frozen_name, "")) for frozen in waiting]
        title = PLURALS[Subject(topic)]
        more = max(0, len(names) - NAMES_SHOWN)
        phrase = phrase_for(found.count)
        held.append(Held(topic, title, found.count, found.total, names[:NAMES_SHOWN], more, phrase))
    return held


def rows_of(findings: list[Finding]) -> list[Row]:
    """The findings with the names and pages of what they are about, in few queries."""
    ours: dict[Any, Any] = {}
    for topic in Topic:
        keys = [one.object_key for one in findings if one.topic == topic and one.object_key]
        if keys:
            ours |= rows_by_key(topic, keys)
    return [_row(finding, ours.get(finding.object_key)) for finding in findings]


def candidates(
    *, errors: dict[str, str] | None = None, typed: dict[str, str] | None = None
) -> list[Candidate]:
    """What only Cloudonix has and can be taken over. errors and typed: by the finding's key, from a sent form."""
    errors, typed = errors or {}, typed or {}
    found = [
        one
        for one in Finding.objects.filter(kind=Finding.Kind.ONLY_REMOTE).order_by("topic", "name")
        if is_adoptable(one)
    ]
    slug = current_organization().slug
    numbers = {one.key: number_in(one.name, slug) for one in found if one.topic == Subject.SUBSCRIBER}
    taken = dict(Extension.objects.filter(number__in=numbers.values()).values_list("number", "name"))
    return [
        _candidate(
            one, typed.get(str(one.key)) or numbers.get(one.key, ""), taken, errors.get(str(one.key), "")
        )
        for one in found
    ]


def voice_count() -> int:
    return Voice.objects.count()


def _part(subject: Finding.Subject, counts: dict[str, Any]) -> Part:
    acts = [
        (
            verb,
            len(counts[verb]),
            [shown_name(subject, name) for name in counts[verb][:NAMES_SHOWN]],
            max(0, len(counts[verb]) - NAMES_SHOWN),
        )
        for verb in ("create", "update", "delete")
        if counts[verb]
    ]
    return Part(
        title=PLURALS[subject],
        here=counts["here"],
        there=counts["there"],
        create=len(counts["create"]),
        update=len(counts["update"]),
        delete=len(counts["delete"]),
        acts=acts,
    )


def _row(finding: Finding, ours: Any) -> Row:  # noqa: ANN401 - a row of any kind, or None
    name, url = shown(ours) if ours is not None else (shown_name(finding.topic, finding.name), "")
    if finding.topic in {Subject.APPLICATION, Subject.DOMAIN}:
        url = reverse("cloudonix:settings")
    needs_number = finding.kind == Finding.Kind.ONLY_REMOTE and finding.topic == Subject.SUBSCRIBER
    return Row(
        finding=finding,
        name=name,
        url=url,
        differences=[(field, here, there) for field, (here, there) in finding.differences.items()],
        may_adopt=is_adoptable(finding),
        may_delete=is_deletable(finding),
        asks_for_number=needs_number and not number_in(finding.name, current_organization().slug),
    )


def _candidate(finding: Finding, number: str, taken: dict[str, str], error: str) -> Candidate:
    is_subscriber = finding.topic == Subject.SUBSCRIBER
    becomes = {
        Subject.NUMBER: "Phone number that hangs up until you say where it goes",
        Subject.TRUNK: "Trunk",
    }.get(Subject(finding.topic), "")
    if is_subscriber:
        holder = taken.get(number)
        becomes = f"One more phone of {number} {holder}" if holder else "Extension"
    return Candidate(
        finding=finding,
        name=shown_name(finding.topic, finding.name),
        title=str(finding.remote.get("name") or finding.remote.get("host") or ""),
        becomes=becomes,
        number=number,
        is_subscriber=is_subscriber,
        password_hidden=is_subscriber and not finding.remote_secret,
        error=error,
    )
