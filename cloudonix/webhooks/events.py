"""`/api/webhooks/…`: session updates and CDRs are stored before they are understood."""

from __future__ import annotations

import time

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from calls.inbox import INBOX
from cloudonix.webhooks import event_payloads, payloads
from cloudonix.webhooks.auth import Credential, authenticate, check_domain
from opbx.errors import BadPayload, Unauthenticated
from opbx.logs import get_logger
from tenants import due, statements
from tenants.models import Organization

log = get_logger(__name__)

RETRY_AFTER_SECONDS = 5
# A broker that is away must not make each event wait for its time-out; the sweep finds the work meanwhile.
SLOW_HINT_SECONDS = 0.3
QUIET_SECONDS = 30.0

# One statement, so that the event and the wish to fold it are committed together. A repeat changes nothing.
# The row that is returned says that nobody has asked for the fold yet.
_STORE = """
    WITH stored AS (
        INSERT INTO public.tenants_inboxevent
            (organization_id, kind, dedupe_key, body, attempts, last_error, dead_at)
        VALUES (%s, %s, %s, %s, 0, %s, CASE WHEN %s THEN now() END)
        ON CONFLICT ON CONSTRAINT tenants_inbox_event_once DO NOTHING
        RETURNING organization_id, dead_at
    )
    INSERT INTO public.tenants_duework AS work (organization_id, kind, due_at)
    SELECT organization_id, %s, now() FROM stored WHERE dead_at IS NULL
    ON CONFLICT ON CONSTRAINT tenants_due_work_once
    DO UPDATE SET due_at = EXCLUDED.due_at WHERE work.due_at > EXCLUDED.due_at
    RETURNING id
"""


@csrf_exempt
@require_POST
def session_update(request: HttpRequest) -> HttpResponse:
    """A call has changed."""
    return _take(request, event_payloads.SESSION_UPDATE)


@csrf_exempt
@require_POST
def cdr(request: HttpRequest) -> HttpResponse:
    """A call is over; this is its record."""
    return _take(request, event_payloads.CDR)


def _take(request: HttpRequest, kind: str) -> HttpResponse:
    try:
        return _authenticate_and_store(request, kind)
    except Unauthenticated as error:
        log.warning("event_unauthenticated", kind=kind, reason=str(error))
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    except (OperationalError, InterfaceError):
        log.exception("event_not_stored", kind=kind)
        return HttpResponse(status=503, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})


def _authenticate_and_store(request: HttpRequest, kind: str) -> HttpResponse:
    credential = authenticate(request)
    try:
        text = event_payloads.decode(payloads.read_body(request))
    except BadPayload as error:
        log.warning("event_refused", kind=kind, reason=str(error))
        return HttpResponse(status=413)
    try:
        fields = event_payloads.read_object(text)
    except BadPayload as error:
        log.warning("event_unreadable", kind=kind, reason=str(error))
        check_domain(credential, request.META.get("HTTP_X_CX_DOMAIN"))
        _store(credential, kind, event_payloads.dedupe_key_of_unreadable(kind, text), text, str(error))
        return HttpResponse(status=200)
    check_domain(credential, request.META.get("HTTP_X_CX_DOMAIN"), *event_payloads.domains_named(fields))
    if _store(credential, kind, event_payloads.dedupe_key(kind, fields), text):
        _hint(credential)
    return HttpResponse(status=204)


def _store(credential: Credential, kind: str, dedupe_key: bytes, text: str, error: str = "") -> bool:
    """Commit the event; with an error as a dead letter. True when a worker should be told."""
    values = [credential.organization_id, kind, dedupe_key, text, error, bool(error), INBOX]
    return statements.one_row(_STORE, values, is_the_same_for_all=True) is not None


_quiet_until = 0.0


def _hint(credential: Credential) -> None:
    global _quiet_until  # noqa: PLW0603 - what this process knows of the broker
    started = time.monotonic()
    if started < _quiet_until:
        return
    # A message needs the key only, so the row is not read for it.
    due.hint(INBOX, Organization(pk=credential.organization_id, schema_name=credential.schema))
    if time.monotonic() - started > SLOW_HINT_SECONDS:
        _quiet_until = time.monotonic() + QUIET_SECONDS
