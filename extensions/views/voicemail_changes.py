"""The forms that add, change, switch and delete voicemail boxes, and those of greeting and PIN."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import SignedInRequest, actor_of, requires, sees_own_only
from extensions import services
from extensions.access import get_box
from extensions.forms.voicemail import (
    AddBoxForm,
    BoxReplacementForm,
    EditBoxForm,
    EditNoticeForm,
    GreetingForm,
    PinForm,
)
from extensions.models import Extension, VoicemailBox
from extensions.voicemail_panels import message_counts
from opbx.audio import MOST_BYTES
from opbx.errors import DomainError
from opbx.references import Use, uses_of
from opbx.web.saving import save_form, sent
from opbx.web.toasts import toast

GET_AND_POST = require_http_methods(["GET", "POST"])


@GET_AND_POST
@requires("voicemail.write")
def box_add(request: SignedInRequest) -> HttpResponse:
    _only_admins(request)
    number = request.GET.get("extension", "")
    form = AddBoxForm(sent(request), extension=Extension.objects.filter(number=number).first())
    outcome = save_form(form, lambda values: services.add_voicemail_box(actor_of(request), **values))
    if outcome.result is not None:
        url = reverse("voicemail:detail", args=[outcome.result.key])
        said = f"The voicemail box {outcome.result.name} was added."
        toast(request, said, action="Add another", url=reverse("voicemail:add"))
        return redirect(url)
    return render(request, "voicemail/add.html", {"form": form}, status=outcome.status)


@GET_AND_POST
@requires("voicemail.read")
def box_edit(request: SignedInRequest, key: UUID) -> HttpResponse:
    """All of it for those who decide which boxes there are; the notices for the person whose box it is."""
    box = get_box(request.user, key, for_change=True)
    is_own = sees_own_only(request.user, "voicemail")
    form = EditNoticeForm(sent(request), box=box) if is_own else EditBoxForm(sent(request), box=box)
    outcome = save_form(form, lambda values: services.update_voicemail_box(actor_of(request), box, **values))
    if outcome.result is not None:
        messages.success(request, f"The voicemail box {outcome.result.name} was saved.")
        return redirect("voicemail:detail", key=key)
    return render(request, "voicemail/edit.html", {"form": form, "box": box}, status=outcome.status)


@GET_AND_POST
@requires("voicemail.read")
def box_greeting(request: SignedInRequest, key: UUID) -> HttpResponse:
    box = get_box(request.user, key, for_change=True)
    form = GreetingForm(sent(request), request.FILES or None, box=box)

    def save(values: dict[str, Any]) -> VoicemailBox:
        return services.change_greeting(
            actor_of(request),
            box,
            version=values["version"],
            greeting=values["greeting"],
            text=values["greeting_text"],
            upload=_content(values["greeting_audio"]),
        )

    outcome = save_form(form, save)
    if outcome.is_saved:
        messages.success(request, f"The greeting of {box.name} was saved.")
        return redirect("voicemail:detail", key=key)
    return render(request, "voicemail/greeting.html", {"form": form, "box": box}, status=outcome.status)


@require_POST
@requires("voicemail.read")
def box_sound_remove(request: SignedInRequest, key: UUID) -> HttpResponse:
    box = get_box(request.user, key, for_change=True)
    row = services.remove_greeting_sound(actor_of(request), box)
    messages.success(
        request, f"The recording was removed. Callers hear: {row.get_greeting_display().lower()}."
    )
    return redirect("voicemail:greeting", key=key)


@GET_AND_POST
@requires("voicemail.read")
def box_pin(request: SignedInRequest, key: UUID) -> HttpResponse:
    box = get_box(request.user, key, for_change=True)
    form = PinForm(sent(request))
    outcome = save_form(
        form, lambda values: services.set_voicemail_pin(actor_of(request), box, pin=values["pin"])
    )
    if outcome.is_saved:
        messages.success(request, f"{box.name} has a new PIN.")
        return redirect("voicemail:detail", key=key)
    return render(request, "voicemail/pin.html", {"form": form, "box": box}, status=outcome.status)


@require_POST
@requires("voicemail.read")
def box_pin_remove(request: SignedInRequest, key: UUID) -> HttpResponse:
    box = get_box(request.user, key, for_change=True)
    services.remove_voicemail_pin(actor_of(request), box)
    messages.success(request, f"{box.name} has no PIN any more.")
    return redirect("voicemail:detail", key=key)


@GET_AND_POST
@requires("voicemail.read")
def box_set_enabled(request: SignedInRequest, key: UUID) -> HttpResponse:
    """POST switches (enabled=1 or 0); GET asks first, which the pages do when calls lead here."""
    box = get_box(request.user, key)
    _only_admins(request)
    if request.method == "GET":
        context = {
            "box": box,
            "uses": uses_of(box),
            "question": f"Disable the voicemail box {box.name}?",
            "verb": f"Disable {box.name}",
        }
        return render(request, "voicemail/disable.html", context)
    if request.POST.get("enabled") == "1":
        services.enable_voicemail_box(actor_of(request), box)
        messages.success(request, f"The voicemail box {box.name} is active.")
    else:
        services.disable_voicemail_box(actor_of(request), box)
        messages.success(request, f"The voicemail box {box.name} is disabled. Callers hear that it is off.")
    return redirect("voicemail:detail", key=key)


@GET_AND_POST
@requires("voicemail.read")
def box_delete(request: SignedInRequest, key: UUID) -> HttpResponse:
    box = get_box(request.user, key)
    _only_admins(request)
    uses = uses_of(box)
    form = BoxReplacementForm(sent(request), leaving=box) if uses else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            services.delete_voicemail_box(actor_of(request), box, replacement=_replacement(form))
        except DomainError as error:
            # In use by now, though it was not when the page was shown: ask where its calls go.
            form = form or BoxReplacementForm(request.POST, leaving=box)
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, f"The voicemail box {box.name} was deleted.")
            return redirect("voicemail:list")
    status = 422 if form is not None and form.errors else 200
    return render(request, "voicemail/delete.html", _delete_words(box, uses, form), status=status)


def _only_admins(request: SignedInRequest) -> None:
    if not request.user.has_perm("voicemail.write") or sees_own_only(request.user, "voicemail"):
        raise PermissionDenied("Only an Owner or a PBX Admin decides which voicemail boxes there are.")


def _content(upload: File[bytes] | None) -> bytes | None:
    """What was uploaded, one byte more than is taken at most."""
    return None if upload is None else bytes(upload.read(MOST_BYTES + 1))


def _replacement(form: BoxReplacementForm | None) -> services.BoxReplacement | None:
    if form is None:
        return None
    chosen = form.cleaned_data["replacement"]
    return services.BoxReplacement(chosen if isinstance(chosen, VoicemailBox) else None)


def _delete_words(box: VoicemailBox, uses: list[Use], form: BoxReplacementForm | None) -> dict[str, object]:
    places = "1 place routes" if len(uses) == 1 else f"{len(uses)} places route"
    return {
        "box": box,
        "uses": uses,
        "form": form,
        "question": f"Delete the voicemail box {box.name}?",
        "verb": f"Delete {box.name}",
        "impact": f"{places} here and will change:",
        "message_counts": message_counts([box]).get(box.pk),
    }
