"""The first page of an organization's site: what runs, what needs attention, the newest calls."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.access import requires


@requires("home.read")
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "home.html")
