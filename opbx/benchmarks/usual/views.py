"""The voice route: five queries of the ORM and a template, after the tenant's own from the middleware."""

from __future__ import annotations

import json
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from opbx.benchmarks.usual.pbx.models import ApiKey, Member, PhoneNumber, Schedule


@csrf_exempt
def route_call(request: HttpRequest) -> HttpResponse:
    call = json.loads(request.body)
    bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not ApiKey.objects.filter(key=bearer).exists():
        return HttpResponse(status=401)
    found = PhoneNumber.objects.select_related("schedule", "group").filter(e164=call["To"]).first()
    if found is None:
        return _answer(request, words="The number you dialed is not in service.")
    if not _is_open(found.schedule, timezone.now()):
        return _answer(request, words="We are closed.")
    members = (
        Member.objects.filter(group=found.group, extension__is_enabled=True)
        .order_by("position")
        .select_related("extension")
        .prefetch_related("extension__sip_accounts")
    )
    names = [account.username for member in members for account in member.extension.sip_accounts.all()]
    return _answer(request, group=found.group, names=names, caller=call["From"])


def _is_open(schedule: Schedule, now: datetime) -> bool:
    here = now.astimezone(ZoneInfo(schedule.time_zone))
    ranges = schedule.ranges.filter(weekday=here.weekday())
    return any(one.opens <= here.time() < one.closes for one in ranges)


def _answer(request: HttpRequest, **context: object) -> HttpResponse:
    return render(request, "answer.xml", context, content_type="application/xml; charset=utf-8")
