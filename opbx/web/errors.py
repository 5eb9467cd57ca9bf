# ruff: noqa: ARG001 - Django decides the arguments of these views
"""The pages for requests that cannot be answered, in the same frame as the others."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/400.html", {"reason": sentence_of(exception)}, status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/403.html", {"reason": sentence_of(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/404.html", {"reason": sentence_of(exception)}, status=404)


def unknown_host(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/unknown_host.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without the request's context: whatever broke (the database, say) is not asked again."""
    number = getattr(request, "id", "") or uuid.uuid4().hex[:8]
    return HttpResponse(render_to_string("errors/500.html", {"request_id": number}), status=500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "errors/csrf.html", status=403)


def sentence_of(exception: Exception | None) -> str:
    """The exception's text when it is a sentence for people; Django's own texts end without a full stop."""
    text = str(exception.args[0]) if exception is not None and exception.args else ""
    return text if text.endswith(".") and "<" not in text else ""
