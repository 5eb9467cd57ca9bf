"""The messages on a voicemail box's page, and their counts in the list of boxes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.paginator import Page
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from accounts.access import SignedInRequest
from accounts.models import User
from calls.models import VoicemailMessage
from calls.querysets import calls_visible_to
from calls.voicemail.access import may_change_messages, may_hear, messages_of
from calls.voicemail.forms import DELETED, MessageFilter
from calls.voicemail.querysets import MessageQuerySet
from extensions.models import VoicemailBox
from extensions.panels import Panel
from extensions.voicemail_panels import MessageCounts
from opbx.web.lists import page_of, sorted_by

COLUMNS: dict[str, tuple[Any, ...]] = {
    "received": ("-received_at", "-id"),
    "caller": ("caller", "received_at", "id"),
    "length": ("seconds", "received_at", "id"),
}
ACTIONS = [
    {"value": "heard", "label": "Mark as heard", "icon": "check"},
    {"value": "new", "label": "Mark as new", "icon": "circle-dot"},
    {"value": "delete", "label": "Delete", "icon": "trash", "css": "btn-outline-danger"},
]
ACTIONS_ON_DELETED = [
    {"value": "restore", "label": "Restore", "icon": "arrow-back-up"},
    {"value": "remove", "label": "Remove for good", "icon": "trash", "css": "btn-outline-danger"},
]


@dataclass(frozen=True)
class Row:
    """A message of the list. call: the key of its call, where this user may see that one."""

    message: VoicemailMessage
    call: object = None


def messages_panel(request: SignedInRequest, box: VoicemailBox) -> Panel | None:
    """The list with what this user may do with it; asks for itself again to tell of new messages."""
    user = request.user
    if not user.has_perm("voicemail.read"):
        return None
    all_messages = messages_of(user, box)
    filters = MessageFilter(request.GET)
    page = page_of(request, sorted_by(request, filters.apply(all_messages), COLUMNS, default="received"))
    counts = all_messages.counts_by_box().get(box.pk, (0, 0))
    may_change = may_change_messages(user, box)
    return Panel(
        "voicemail/messages.html",
        {
            "page": page,
            "rows": _rows(user, page),
            "filters": filters,
            "counts": MessageCounts(*counts),
            "deleted": all_messages.deleted().count(),
            "shows_deleted": filters.chosen_state == DELETED,
            "may_hear": may_hear(user, box),
            "may_change": may_change,
            "actions": ACTIONS_ON_DELETED if filters.chosen_state == DELETED else ACTIONS,
            **_news(request, all_messages),
        },
    )


def message_counts(boxes: Iterable[VoicemailBox]) -> dict[int, MessageCounts]:
    found = VoicemailMessage.objects.filter(box__in=[box.pk for box in boxes]).counts_by_box()
    return {pk: MessageCounts(*counts) for pk, counts in found.items()}


def _rows(user: User, page: Page[VoicemailMessage]) -> list[Row]:
    messages = list(page.object_list)
    tokens = [message.session_token for message in messages]
    calls: dict[str, object] = dict(
        calls_visible_to(user).filter(session_token__in=tokens).values_list("session_token", "key")
    )
    return [Row(message, calls.get(message.session_token)) for message in messages]


def _news(request: SignedInRequest, messages: MessageQuerySet) -> dict[str, object]:
    """What came since the page was opened. It is said and not put into the list: somebody may be listening."""
    since = _moment(request.GET.get("since", "")) or timezone.now()
    query = request.GET.copy()
    query["since"] = since.astimezone(UTC).isoformat().replace("+00:00", "Z")
    shown = request.GET.copy()
    shown.pop("since", None)
    return {
        "news": messages.kept().received_after(since).count(),
        "poll_url": f"{request.path}?{query.urlencode()}",
        "fresh_url": f"{request.path}?{shown.urlencode()}" if shown else request.path,
    }


def _moment(text: str) -> datetime | None:
    try:
        at = parse_datetime(text)
    except ValueError:
        return None
    return at if at is not None and timezone.is_aware(at) else None
