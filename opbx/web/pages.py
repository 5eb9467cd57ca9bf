"""Answers that views of every app share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from opbx.web.tags.panels import progress_values


def progress_fragment(request: HttpRequest, steps: Iterable[object], **options: Any) -> HttpResponse:  # noqa: ANN401
    """The answer to a poll of {% progress %}; the options are the tag's own."""
    answer = render(request, "ui/progress.html", progress_values(steps, **options))
    answer["Cache-Control"] = "no-store"
    return answer
