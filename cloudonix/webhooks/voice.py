"""`/api/voice/…`: a call asks for its next step, and always gets a document that ends well."""

from __future__ import annotations

import hashlib
from functools import partial
from time import perf_counter_ns
from typing import assert_never

import msgspec
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt

from cloudonix.cxml import CONTENT_TYPE
from cloudonix.webhooks import payloads
from cloudonix.webhooks.auth import Credential, authenticate, check_domain
from cloudonix.webhooks.effects import apply_effects
from cloudonix.webhooks.links import CallLinks, LinkRefused, Ticket, read_token
from cloudonix.webhooks.live import answers_to
from cloudonix.webhooks.note import Note, Stage, note_decision
from cloudonix.webhooks.render import render_decision, render_sentence
from cloudonix.webhooks.sign_ins import with_sign_ins
from opbx import clock
from opbx.errors import BadPayload, Unauthenticated
from opbx.logs import get_logger
from routing.engine.calls import Arrived, DialEnded, Event, IncomingCall, Outcome
from routing.engine.decide import decide_with_answers
from routing.engine.decisions import Decision, End, Speak, StepKind, TraceEntry
from routing.engine.live import Live
from routing.engine.plan import Plan
from routing.engine.progress import START, Awaited, Progress
from routing.engine.prompts import Sentence
from routing.engine.reasons import Reason
from routing.numbering import read_numbers
from routing.plans import load_plan
from routing.sentences import FALLBACK_LANGUAGE

log = get_logger(__name__)

MAX_STAGE_HEADER = 100


class StageRequest(msgspec.Struct, frozen=True):
    """One request of a call, read but not understood. token: of the link it came by; None for the first one."""

    stage_id: str
    token: str | None
    call: IncomingCall
    fields: payloads.Fields


class Answer(msgspec.Struct, frozen=True):
    """What is sent back: a status of HTTP (200 or 401), the document, and the headers in their order."""

    status: int
    content: bytes
    headers: tuple[tuple[str, str], ...]

    def as_response(self) -> HttpResponse:
        """For those who come by Django's way."""
        return HttpResponse(self.content, status=self.status, headers=dict(self.headers))


@csrf_exempt
def route_call(request: payloads.Request) -> HttpResponse:
    """Answer the first request of a call."""
    return answer_call(request, None).as_response()


@csrf_exempt
def continue_call(request: payloads.Request, token: str) -> HttpResponse:
    """Answer a later request of a call: a step is over, and the token says which."""
    return answer_call(request, token).as_response()


def answer_call(request: payloads.Request, token: str | None) -> Answer:
    """Answer with CXML whatever happens: a caller is on the line and would hear dead air otherwise.

    token: of the link that the request came by, None for the first request of a call.
    """
    started = perf_counter_ns()
    language = FALLBACK_LANGUAGE
    session = payloads.clean(request.META.get("HTTP_X_CX_SESSION"), payloads.MAX_SESSION)
    try:
        credential = authenticate(request)
        language = credential.voice_language
        body = payloads.read_body(request)
        fields = payloads.read_fields(request, body)
        session = payloads.read_session(request, fields)
        check_domain(credential, request.META.get("HTTP_X_CX_DOMAIN"), fields.get("domain"))
        call = payloads.read_call(request, fields)
        stage = StageRequest(_stage_id(request, body, token), token, call, fields)
        return _cxml(_next_document(credential, stage, started))
    except Unauthenticated as error:
        log.warning("voice_request_unauthenticated", reason=str(error), session=session)
        return _cxml(render_sentence(Sentence.NOT_CONNECTED), 401, ("WWW-Authenticate", "Bearer"))
    except BadPayload as error:
        log.warning("voice_request_unreadable", reason=str(error), session=session)
        return _cxml(render_sentence(Sentence.APOLOGY, language))
    except Exception:  # the one broad catch of this path: whatever broke, the caller hears something
        log.exception("voice_request_failed", session=session)
        return _cxml(render_sentence(Sentence.APOLOGY, language))


def _next_document(credential: Credential, request: StageRequest, started: int) -> str:
    """Decide, render, note: the document to send, which for a repeated stage is the one sent before."""
    ticket, refusal = _ticket(credential, request)
    loaded = load_plan(credential.organization_id, credential.schema, ticket.plan_version)
    # Before its first publish an organization knows no number and no extension, and says so.
    plan, version = loaded or (Plan("", voice_language=credential.voice_language), 0)
    call = read_numbers(request.call, plan)
    event = _event(request, ticket.progress)
    stage = Stage(request.stage_id, event, call)
    live, now = Live(credential.is_active, credential.do_not_disturb, locked=credential.locked), clock.now()
    answers = partial(answers_to, credential, stage)
    decision = refusal or decide_with_answers(answers, plan, live, call, ticket.progress, event, now)
    cxml = render_decision(
        decision, plan, CallLinks(credential.organization_id, call.session, version, decision.progress)
    )
    microseconds = (perf_counter_ns() - started) // 1000
    noted = note_decision(
        credential,
        stage,
        call,
        Note(plan, version, decision, cxml, microseconds),
    )
    if decision.effects and not noted.is_repeated:
        apply_effects(credential, call, decision.effects)
    return with_sign_ins(credential, noted.cxml)


def _ticket(credential: Credential, request: StageRequest) -> tuple[Ticket, Decision | None]:
    """Where the call stands; a refusal when the link that says so is not to be trusted."""
    session = request.call.session
    start = Ticket(credential.organization_id, session, credential.plan_version, START)
    if request.token is None:
        return start, None
    try:
        return read_token(request.token, credential, session), None
    except LinkRefused as error:
        log.warning("voice_link_refused", reason=str(error), session=session)
    # Whoever has talked already must not hear an apology for it.
    is_over = payloads.read_dial_end(request.fields) == DialEnded(Outcome.ANSWERED)
    action = End() if is_over else Speak(Sentence.APOLOGY)
    trace = (TraceEntry(StepKind.CALL, Reason.LINK_REFUSED),)
    return start, Decision(action, START, Reason.LINK_REFUSED, trace)


def _event(request: StageRequest, progress: Progress) -> Event:
    """What the request reports, by what the step before waited for."""
    if request.token is None:
        return Arrived()
    awaited = progress.state.awaits if progress.state is not None else Awaited.DIAL
    match awaited:
        case Awaited.DIAL:
            return payloads.read_dial_end(request.fields)
        case Awaited.DIGITS:
            return payloads.read_keys(request.fields)
        case Awaited.RECORDING:
            return payloads.read_recording(request.fields)
        case _:
            assert_never(awaited)


def _stage_id(request: payloads.Request, body: bytes, token: str | None) -> str:
    """What a repeated request has in common with the first one: the platform's stage and the link.

    The link is part of it, so that a build which numbers stages differently can never be answered with the
    document of another step. Tooling sends no stage; then the same body is the same request.
    """
    stage = payloads.clean(request.META.get("HTTP_X_CX_STAGEID"), MAX_STAGE_HEADER)
    if not stage:
        query = request.META.get("QUERY_STRING", "").encode("utf-8", "replace")
        stage = hashlib.blake2b(body + b"?" + query, digest_size=16).hexdigest()
    if token is None:
        return stage
    link = hashlib.blake2b(token.encode("utf-8", "replace"), digest_size=8).hexdigest()
    return f"{stage}/{link}"


def _cxml(document: str, status: int = 200, *more: tuple[str, str]) -> Answer:
    content = document.encode()
    headers = (
        ("Content-Type", CONTENT_TYPE),
        ("Content-Length", str(len(content))),
        ("Cache-Control", "no-store"),
    )
    return Answer(status, content, headers + more)
