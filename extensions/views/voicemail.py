"""The list of voicemail boxes, one box's page, its sound, and the suggestions of the picker."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Page
from django.db.models import Count, Prefetch, Q
from django.db.models.functions import Lower
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html_join
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from accounts.access import SignedInRequest, requires, sees_own_only
from accounts.models import User
from extensions.access import boxes_for, get_box, may_change_box
from extensions.fields import box_label, offered_boxes
from extensions.forms.voicemail import BoxFilter
from extensions.history import history_of_box
from extensions.models import VoicemailBox
from extensions.voicemail import notice_addresses, people_of
from extensions.voicemail_panels import MessageCounts, box_panels_of, message_counts
from opbx.references import count_uses, uses_of
from opbx.web.exports import csv_download
from opbx.web.lists import page_of, sorted_by
from opbx.web.sounds import sound_response

COLUMNS: dict[str, tuple[Any, ...]] = {
    "name": (Lower("name"), "pk"),
    "owner": ("extension__number", Lower("name"), "pk"),
    "greeting": ("greeting", Lower("name"), "pk"),
    "status": ("-is_enabled", Lower("name"), "pk"),
}
SUGGESTIONS = 20
EXPORTED = (
    "Name",
    "Extension",
    "Shared by",
    "Internal number",
    "Callers hear",
    "Longest message (seconds)",
    "For each message",
    "Send to",
    "PIN",
    "Active",
)


@require_GET
@requires("voicemail.list")
def box_list(request: SignedInRequest) -> HttpResponse:
    """All boxes; for a PBX User the own and the shared ones."""
    filters = BoxFilter(request.GET)
    rows = filters.apply(boxes_for(request.user))
    rows = rows.prefetch_related(Prefetch("users", User.objects.order_by("name", "pk")))
    page = page_of(request, sorted_by(request, rows, COLUMNS, default="name"))
    is_own = sees_own_only(request.user, "voicemail")
    context = {
        "page": _with_messages(page if is_own else _with_uses(page)),
        "filters": filters,
        "totals": boxes_for(request.user).aggregate(
            all=Count("pk"), disabled=Count("pk", filter=Q(is_enabled=False))
        ),
        "is_own": is_own,
        "may_change": _may_decide(request.user),
    }
    return render(request, "voicemail/list.html", context)


@require_GET
@requires("voicemail.list")
def box_export(request: SignedInRequest) -> HttpResponse:
    """What the list shows with its filters; no PIN, and no messages."""
    rows = BoxFilter(request.GET).apply(boxes_for(request.user))
    rows = rows.prefetch_related(Prefetch("users", User.objects.order_by("name", "pk")))
    lines = [
        (
            box.name,
            box.extension.number if box.extension is not None else "",
            ", ".join(user.name for user in box.users.all()),
            box.number,
            box.get_greeting_display(),
            box.most_seconds,
            box.get_notice_display(),
            box.email,
            box.has_pin,
            box.is_enabled,
        )
        for box in sorted_by(request, rows, COLUMNS, default="name")
    ]
    return csv_download("voicemail-boxes.csv", EXPORTED, lines)


@require_GET
@never_cache
@requires("voicemail.read")
def box_detail(request: SignedInRequest, key: UUID) -> HttpResponse:
    box = get_box(request.user, key)
    is_own = sees_own_only(request.user, "voicemail")
    context = {
        "box": box,
        "panels": box_panels_of(request, box),
        "people": people_of(box),
        "addresses": notice_addresses(box),
        "uses": [] if is_own else uses_of(box),
        "history": [] if is_own else history_of_box(box),
        "is_own": is_own,
        "may_change": may_change_box(request.user, box),
        "may_decide": _may_decide(request.user),
        "may_see_flow": request.user.has_perm("numbers.read"),
    }
    return render(request, "voicemail/detail.html", context)


@require_safe
@requires("voicemail.read")
def box_sound(request: SignedInRequest, key: UUID) -> HttpResponse:
    """The uploaded greeting, for the player of the box's page."""
    box = get_box(request.user, key)
    try:
        if box.greeting_audio:
            return sound_response(request, box.greeting_audio, name="greeting", cache="private, no-cache")
    except FileNotFoundError:
        pass  # said below: for whoever asks it is the same
    raise Http404("This voicemail box has no recording.")


@require_GET
@requires("voicemail.list")
def box_options(request: SignedInRequest) -> HttpResponse:
    """The suggestions for what is typed into a picker, as the options of its datalist."""
    if sees_own_only(request.user, "voicemail"):
        return HttpResponse("")
    found = offered_boxes(str(next(iter(request.GET.values()), "")), SUGGESTIONS)
    return HttpResponse(format_html_join("", '<option value="{}">', ((box_label(row),) for row in found)))


def _may_decide(user: User) -> bool:
    """Whether this user says which boxes there are and whose."""
    return user.has_perm("voicemail.write") and not sees_own_only(user, "voicemail")


def _with_uses(page: Page[VoicemailBox]) -> Page[VoicemailBox]:
    rows: list[Any] = list(page.object_list)
    uses = count_uses(rows)
    for row in rows:
        row.use_count = uses[row.pk]
    page.object_list = rows
    return page


def _with_messages(page: Page[VoicemailBox]) -> Page[VoicemailBox]:
    rows: list[Any] = list(page.object_list)
    counts = message_counts(rows)
    for row in rows:
        row.message_counts = counts.get(row.pk, MessageCounts())
    page.object_list = rows
    return page
