"""The pages of voicemail boxes."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.html import format_html_join
from django.views.decorators.http import require_GET

from accounts.access import SignedInRequest, requires, sees_own_only
from extensions.fields import box_label, offered_boxes

SUGGESTIONS = 20


@require_GET
@requires("voicemail.list")
def box_options(request: SignedInRequest) -> HttpResponse:
    """The suggestions for what is typed into a picker, as the options of its datalist."""
    if sees_own_only(request.user, "voicemail"):
        return HttpResponse("")
    found = offered_boxes(str(next(iter(request.GET.values()), "")), SUGGESTIONS)
    return HttpResponse(format_html_join("", '<option value="{}">', ((box_label(row),) for row in found)))
