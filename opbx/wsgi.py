"""The WSGI entry point for gunicorn: voice requests take the short way, everything else is Django's."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from http.client import responses
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.db import DEFAULT_DB_ALIAS, close_old_connections, connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opbx.settings")
_django = get_wsgi_application()

from cloudonix.webhooks.direct import DirectVoice  # noqa: E402 - needs the apps

_direct = DirectVoice()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    answer = _direct.answer(environ)
    if answer is None:
        return _django(environ, start_response)
    if connections[DEFAULT_DB_ALIAS].connection is not None:
        # What an effect of a decision used of the ORM goes back as it does after a page.
        close_old_connections()
    start_response(f"{answer.status} {responses[answer.status]}", list(answer.headers))
    return [answer.content]
