"""The pages of exceptions of business hours."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import SignedInRequest, actor_of, requires
from opbx.web.saving import save_form, sent
from routing import services
from routing.access import get_object
from routing.forms.schedules import ExceptionForm
from routing.models import Schedule, ScheduleException
from routing.services.schedule_exceptions import exception_words
from routing.services.schedules import SCHEDULES

get_and_post = require_http_methods(["GET", "POST"])


@get_and_post
@requires("schedules.read")
def exception_add(request: SignedInRequest, key: UUID) -> HttpResponse:
    schedule = get_object(request.user, SCHEDULES, key, for_change=True)
    form = ExceptionForm(sent(request), schedule=schedule, row=None)
    outcome = save_form(
        form, lambda values: services.add_exception(actor_of(request), schedule, **values)
    )  # fmt: skip
    if outcome.result is not None:
        messages.success(request, f"Exception {outcome.result.name} was added.")
        return redirect(request.path if request.POST.get("also") else schedule.get_absolute_url())
    context = {"object": schedule, "form": form}
    return render(request, "schedules/exception.html", context, status=outcome.status)


@get_and_post
@requires("schedules.read")
def exception_edit(request: SignedInRequest, key: UUID, exception: UUID) -> HttpResponse:
    schedule = get_object(request.user, SCHEDULES, key, for_change=True)
    row = _exception(schedule, exception)
    form = ExceptionForm(sent(request), schedule=schedule, row=row)
    outcome = save_form(
        form, lambda values: services.update_exception(actor_of(request), row, **values)
    )  # fmt: skip
    if outcome.result is not None:
        messages.success(request, f"Exception {outcome.result.name} was saved.")
        return redirect(schedule)
    context = {"object": schedule, "form": form, "exception": row}
    return render(request, "schedules/exception.html", context, status=outcome.status)


@get_and_post
@requires("schedules.read")
def exception_delete(request: SignedInRequest, key: UUID, exception: UUID) -> HttpResponse:
    schedule = get_object(request.user, SCHEDULES, key, for_change=True)
    row = _exception(schedule, exception)
    if request.method == "POST":
        services.delete_exception(actor_of(request), row)
        messages.success(request, f"Exception {row.name} was deleted.")
        return redirect(schedule)
    context = {"object": schedule, "exception": row, "words": exception_words(row)}
    return render(request, "schedules/exception_delete.html", context)


def _exception(schedule: Schedule, key: UUID) -> ScheduleException:
    row = ScheduleException.objects.select_related("schedule").filter(schedule=schedule, key=key).first()
    if row is None:
        raise Http404("There is no such exception.")
    return row
