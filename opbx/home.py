"""The first page of an organization's site: how the day goes, what needs attention, the newest calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.access import requires, sees_own_only
from accounts.models import User
from calls.models import Call, VoicemailMessage
from calls.querysets import calls_visible_to
from calls.voicemail.access import boxes_of_person, own_new_messages
from cloudonix.checklist.steps import Checklist
from cloudonix.health.check import last_look
from cloudonix.health.rows import broken_points
from cloudonix.models import Finding, OutboxItem, ParkedAs, Topic
from cloudonix.sync_state import counts_by_topic
from cloudonix.views.checklist import checklist_for_home
from extensions.models import Extension
from routing.hours_now import hours_for_home
from routing.models import OBJECT_COLUMNS, DestinationKind, PhoneNumber
from routing.services.emergency import untold_emergency_calls

NEWEST = 8
NEWEST_MESSAGES = 3
# What the sync keeps equal: one, many, and the list that shows which.
SYNCED = {
    Topic.SUBSCRIBER: ("SIP account", "SIP accounts", "extensions:list"),
    Topic.NUMBER: ("phone number", "phone numbers", "routing:number_list"),
    Topic.TRUNK: ("trunk", "trunks", "trunks:list"),
}
NOT_ANSWERED = [Call.Result.NO_ANSWER, Call.Result.BUSY, Call.Result.UNAVAILABLE, Call.Result.CANCELLED]


@dataclass(frozen=True)
class Attention:
    """One thing that somebody should look at."""

    level: str
    text: str
    url: str
    action: str


@requires("home.read")
def home(request: HttpRequest) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]  # `requires` let only ours in
    own_extension = Extension.objects.filter(user=user).first()
    visible = calls_visible_to(user)
    today = visible.filter(started_at__gte=_start_of_day())
    context: dict[str, Any] = {
        "day": today.aggregate(
            calls=Count("pk"),
            answered=Count("pk", filter=Q(result=Call.Result.ANSWERED)),
            missed=Count("pk", filter=Q(result__in=NOT_ANSWERED)),
            live=Count("pk", filter=~Q(state=Call.State.ENDED)),
        ),
        "newest": visible.newest_first()[:NEWEST],
        "own_extension": own_extension,
        "voicemail": _own_voicemail(user),
        "attention": [],
        "checklist": checklist_for_home(user),
    }
    if user.has_perm("schedules.read"):
        context["hours"] = hours_for_home()
        context["may_switch_hours"] = user.has_perm("schedules.write")
    if user.has_perm("extensions.list") and not sees_own_only(user, "extensions"):
        context["attention"] = [
            *_untold_emergencies(user),
            *_broken_connection(user, context["checklist"]),
            *_attention(),
        ]
        context["counts"] = {
            "extensions": Extension.objects.filter(is_enabled=True).count(),
            "numbers": PhoneNumber.objects.filter(is_enabled=True).count(),
        }
    return render(request, "home.html", context)


@dataclass(frozen=True)
class OwnVoicemail:
    """New messages in the boxes whose person somebody is: how many, and the newest of them."""

    count: int
    newest: list[VoicemailMessage]


def _own_voicemail(user: User) -> OwnVoicemail | None:
    """None for somebody without a voicemail box."""
    if not user.has_perm("voicemail.read") or not boxes_of_person(user).exists():
        return None
    new = own_new_messages(user)
    return OwnVoicemail(new.count(), list(new.select_related("box").newest_first()[:NEWEST_MESSAGES]))


def _start_of_day() -> object:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def _untold_emergencies(user: User) -> list[Attention]:
    untold = untold_emergency_calls() if user.has_perm("outbound.write") else 0
    if not untold:
        return []
    calls = "an emergency call" if untold == 1 else f"{untold} emergency calls"
    text = f"Nobody was told of {calls}: the e-mail could not be sent."
    return [Attention("bad", text, reverse("outbound:emergency"), "Show")]


def _broken_connection(user: User, shown: Checklist | None) -> list[Attention]:
    """What the last look at Cloudonix found broken, unless the checklist says so on the same page."""
    observed = last_look() if shown is None and user.has_perm("cloudonix.read") else None
    broken = broken_points(observed) if observed else 0
    if not broken:
        return []
    points = "1 point needs" if broken == 1 else f"{broken} points need"
    text = f"The connection to Cloudonix is not in order: {points} attention."
    return [Attention("bad", text, reverse("cloudonix:health"), "Show")]


def _attention() -> list[Attention]:
    """What an admin should look at, worst first."""
    asleep = {
        column: Count("pk", filter=Q(**{f"{column}__is_enabled": False}))
        for column in OBJECT_COLUMNS.values()
    }
    silent = Count("pk", filter=Q(destination_kind=DestinationKind.HANG_UP))
    counts = PhoneNumber.objects.filter(is_enabled=True).aggregate(silent=silent, **asleep)
    found = _about_the_sync()
    for kind, column in OBJECT_COLUMNS.items():
        if counts[column]:
            text = f"{_numbers(counts[column], 'leads', 'lead')} to a disabled {kind.noun}."
            found.append(Attention("bad", text, reverse("routing:number_list"), "Show numbers"))
    if counts["silent"]:
        text = f"{_numbers(counts['silent'], 'hangs', 'hang')} up without ringing anyone."
        found.append(Attention("warn", text, reverse("routing:number_list"), "Show numbers"))
    return found


def _about_the_sync() -> list[Attention]:
    found = []
    for topic, counts in counts_by_topic().items():
        if counts.failed:
            one, many, page = SYNCED[topic]
            objects = f"1 {one}" if counts.failed == 1 else f"{counts.failed} {many}"
            text = f"{objects} could not be written to Cloudonix."
            found.append(Attention("bad", text, reverse(page) + "?sync=failed", "Show"))
    held = OutboxItem.objects.filter(parked_as=ParkedAs.UNCONFIRMED).count()
    if held:
        text = f"{held} deletions at Cloudonix wait for your word."
        found.append(Attention("bad", text, reverse("cloudonix:sync"), "Decide"))
    differing = Finding.objects.filter(ignored_at=None).count()
    if differing:
        text = (
            "1 difference between here and Cloudonix was found."
            if differing == 1
            else f"{differing} differences between here and Cloudonix were found."
        )
        found.append(Attention("warn", text, reverse("cloudonix:differences"), "Show differences"))
    return found


def _numbers(count: int, one: str, many: str) -> str:
    return f"1 phone number {one}" if count == 1 else f"{count} phone numbers {many}"
