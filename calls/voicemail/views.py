"""What the list of messages links to: the sound, and the acts on one message or on many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from django.contrib import messages as page_messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import SignedInRequest, actor_of, requires
from audit.actors import Actor
from calls.models import VoicemailMessage
from calls.voicemail import changing
from calls.voicemail.access import get_message, may_change_messages, messages_of
from calls.voicemail.changing import label_of
from calls.voicemail.forms import MessageFilter
from extensions.access import get_box
from extensions.models import VoicemailBox
from opbx.bulk import BulkResult, sentence
from opbx.errors import DomainError
from opbx.web.counting import counted
from opbx.web.selection import Selection
from opbx.web.sounds import sound_response
from opbx.web.toasts import toast, toast_with_button

Act = Callable[[Actor, VoicemailBox, Sequence[VoicemailMessage]], BulkResult]


@require_safe
@requires("voicemail.read")
def message_sound(request: SignedInRequest, box: UUID, key: UUID) -> HttpResponse:
    """The message for the player of the box's page; with ?download=1 as a file to keep.

    Playing is the only sign that somebody hears it, so this GET takes note of it; once, however often a player asks.
    """
    message = get_message(request.user, box, key, to_hear=True)
    if not message.has_audio:
        raise Http404("This message has no sound.")
    name = f"message-{timezone.localtime(message.received_at):%Y-%m-%d-%H%M%S}"
    try:
        answer = sound_response(request, message.audio, name=name, cache="private, no-cache")
    except FileNotFoundError as error:
        raise Http404("The sound of this message is missing.") from error
    if request.GET.get("download"):
        answer["Content-Disposition"] = answer["Content-Disposition"].replace("inline", "attachment", 1)
    if request.method == "GET":
        changing.note_listening(actor_of(request), message)
    return answer


@require_POST
@requires("voicemail.read")
def message_mark(request: SignedInRequest, box: UUID, key: UUID) -> HttpResponse:
    """POST with heard=1 or 0."""
    message = get_message(request.user, box, key, for_change=True)
    heard = request.POST.get("heard") == "1"
    changing.mark_messages(actor_of(request), message.box, [message], heard=heard)
    word = "heard" if heard else "new"
    page_messages.success(request, f"The message of {label_of(message)} counts as {word}.")
    return _back(request, message.box)


@require_POST
@requires("voicemail.read")
def message_delete(request: SignedInRequest, box: UUID, key: UUID) -> HttpResponse:
    message = get_message(request.user, box, key, for_change=True)
    changing.delete_messages(actor_of(request), message.box, [message])
    url = reverse("voicemail_messages:restore", args=[message.box.key, message.key])
    toast_with_button(request, f"The message of {label_of(message)} was deleted.", button="Undo", url=url)
    return _back(request, message.box)


@require_POST
@requires("voicemail.read")
def message_restore(request: SignedInRequest, box: UUID, key: UUID) -> HttpResponse:
    message = get_message(request.user, box, key, for_change=True)
    changing.restore_messages(actor_of(request), message.box, [message])
    page_messages.success(request, f"The message of {label_of(message)} was restored.")
    return _back(request, message.box)


@require_http_methods(["GET", "POST"])
@requires("voicemail.read")
def message_remove(request: SignedInRequest, box: UUID, key: UUID) -> HttpResponse:
    """For good, which is asked first."""
    message = get_message(request.user, box, key, for_change=True)
    if message.deleted_at is None:
        raise Http404("This message is not deleted.")
    if request.method == "GET":
        return _ask(request, message.box, [message], Selection.of(request))
    changing.remove_messages(actor_of(request), message.box, [message])
    page_messages.success(request, f"The message of {label_of(message)} was removed for good.")
    return _back(request, message.box)


@require_POST
@requires("voicemail.read")
def message_fetch(request: SignedInRequest, box: UUID, key: UUID) -> HttpResponse:
    message = get_message(request.user, box, key, for_change=True)
    return _try(
        request,
        message,
        changing.fetch_again,
        f"The message of {label_of(message)} is being fetched from Cloudonix.",
    )


@require_POST
@requires("voicemail.read")
def message_notice(request: SignedInRequest, box: UUID, key: UUID) -> HttpResponse:
    message = get_message(request.user, box, key, for_change=True)
    return _try(
        request,
        message,
        changing.send_notice_again,
        f"The e-mail about the message of {label_of(message)} is being sent.",
    )


@require_POST
@requires("voicemail.read")
def message_bulk(request: SignedInRequest, box: UUID) -> HttpResponse:
    """POST with action and a selection; removing for good asks first."""
    row = get_box(request.user, box)
    if not may_change_messages(request.user, row):
        raise PermissionDenied("Only the people whose voicemail box it is can change its messages.")
    selection = Selection.of(request)
    action = request.POST.get("action", "")
    if action not in _ACTS:
        raise Http404("There is no such act.")
    chosen = _selected(request, row, selection)
    back = f"{reverse('voicemail:detail', args=[row.key])}{selection.list_query}"
    if not chosen:
        page_messages.warning(request, "Select at least one message first.")
        return redirect(back)
    if action == "remove" and request.POST.get("confirmed") != str(len(chosen)):
        return _ask(request, row, chosen, selection)
    act, verb = _ACTS[action]
    said = sentence(act(actor_of(request), row, chosen), verb, "message")
    if action == "delete":
        toast(request, said, action="Show deleted messages", url=f"{row.get_absolute_url()}?state=deleted")
    else:
        page_messages.success(request, said)
    return redirect(back)


_ACTS: dict[str, tuple[Act, str]] = {
    "heard": (lambda *args: changing.mark_messages(*args, heard=True), "Marked as heard:"),
    "new": (lambda *args: changing.mark_messages(*args, heard=False), "Marked as new:"),
    "delete": (changing.delete_messages, "Deleted"),
    "restore": (changing.restore_messages, "Restored"),
    "remove": (changing.remove_messages, "Removed"),
}


def _selected(request: SignedInRequest, box: VoicemailBox, selection: Selection) -> list[VoicemailMessage]:
    rows = messages_of(request.user, box)
    if selection.takes_all:
        return list(MessageFilter(selection.query).apply(rows).newest_first())
    return list(rows.filter(key__in=selection.keys).newest_first())


def _ask(
    request: SignedInRequest, box: VoicemailBox, chosen: Sequence[VoicemailMessage], selection: Selection
) -> HttpResponse:
    is_one = request.method == "GET"
    many = f"the message of {label_of(chosen[0])}" if is_one else counted(len(chosen), "message")
    context = {
        "box": box,
        "question": f"Remove {many} for good?",
        "verb": "Remove message" if is_one else f"Remove {counted(len(chosen), 'message')}",
        "labels": [label_of(message) for message in chosen[:10]],
        "more": max(0, len(chosen) - 10),
        "count": len(chosen),
        "selection": None if is_one else selection,
    }
    return render(request, "voicemail/message_remove.html", context)


def _try(
    request: SignedInRequest,
    message: VoicemailMessage,
    act: Callable[[Actor, VoicemailMessage], None],
    said: str,
) -> HttpResponse:
    try:
        act(actor_of(request), message)
    except DomainError as error:
        page_messages.error(request, error.message)
    else:
        page_messages.success(request, said)
    return _back(request, message.box)


def _back(request: SignedInRequest, box: VoicemailBox) -> HttpResponse:
    """To the list as it was, where its forms say how."""
    query = request.POST.get("query", "")[:2000]
    return redirect(f"{box.get_absolute_url()}?{query}" if query else box.get_absolute_url())
