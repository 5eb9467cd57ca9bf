"""REST: voice applications, the URLs that are asked what to do with a call."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from cloudonix.simulator.keys import WIDE, Scope, scope_of
from cloudonix.simulator.problems import Refused, flag_of, needed_text, object_of, read_object, text_of
from cloudonix.simulator.profiles import Update, changed_profile
from cloudonix.simulator.records import Application, Domain
from cloudonix.simulator.rest_json import application_json
from cloudonix.simulator.simulation import Simulation

OWN_APPLICATION = WIDE | {"application"}


async def list_applications(request: web.Request) -> web.Response:
    scope = scope_of(request)
    found = scope.simulation.store.applications_of(scope.domain)
    return scope.simulation.list_response([application_json(one) for one in found])


async def add_applications(request: web.Request) -> web.Response:
    scope = scope_of(request)
    application = add_application(scope.simulation, scope.domain, await read_object(request))
    return scope.simulation.created_response(application_json(application))


def add_application(simulation: Simulation, domain: Domain, body: dict[str, Any]) -> Application:
    """Add a voice application. `method` left out means GET, as on the platform."""
    name, kind, url = needed_text(body, "name"), needed_text(body, "type"), needed_text(body, "url")
    _check(kind=kind, url=url, method=text_of(body, "method"))
    if simulation.store.application(domain, name) is not None:
        raise simulation.taken("Application")
    application = Application(
        id=simulation.store.next_id(),
        domain_id=domain.id,
        name=name,
        type=kind,
        url=url,
        method=text_of(body, "method") or "GET",
        active=flag_of(body, "active") is not False,
        profile=changed_profile({}, object_of(body, "profile"), replace=False),
    )
    simulation.store.applications[application.id] = application
    return application


def _check(*, kind: str | None, url: str | None, method: str | None) -> None:
    if kind not in {None, "cxml"}:
        raise Refused(400, "type must be cxml.")
    if url is not None and not url.startswith(("https://", "http://", "cx://")):
        raise Refused(400, "url must start with https:// or cx://.")
    if method not in {None, "GET", "POST"}:
        raise Refused(400, "method must be GET or POST.")


def addressed_application(request: web.Request) -> tuple[Scope, Application]:
    scope = scope_of(request, OWN_APPLICATION)
    application = scope.simulation.store.application(scope.domain, request.match_info["application"])
    if scope.key.level == "application" and (
        application is None or application.id != scope.key.application_id
    ):
        raise Refused(403, "The key of level application reaches its own application only.")
    if application is None:
        raise Refused(404, "There is no such application.")
    return scope, application


async def show_application(request: web.Request) -> web.Response:
    return web.json_response(application_json(addressed_application(request)[1]))


async def put_application(request: web.Request) -> web.Response:
    scope, application = addressed_application(request)
    body = await read_object(request)
    for name in ("type", "url", "method"):
        needed_text(body, name)
    return _changed(application, body, Update.of(request, scope.simulation.switches))


async def patch_application(request: web.Request) -> web.Response:
    _scope, application = addressed_application(request)
    return _changed(application, await read_object(request), Update())


def _changed(application: Application, body: dict[str, Any], update: Update) -> web.Response:
    url, method, active = text_of(body, "url"), text_of(body, "method"), flag_of(body, "active")
    profile = object_of(body, "profile")
    _check(kind=text_of(body, "type"), url=url, method=method)
    application.url = url or application.url
    application.method = method or application.method
    application.active = update.field(active, application.active, default=True)
    application.profile = update.profile(application.profile, profile)
    application.touch()
    return web.json_response(application_json(application))


async def delete_application(request: web.Request) -> web.Response:
    scope, application = addressed_application(request)
    scope.allow(WIDE)
    application.delete()
    for dnid in scope.simulation.store.dnids_of(scope.domain):
        if dnid.application_id == application.id:
            dnid.delete()
    if scope.domain.default_application == application.id:
        scope.domain.default_application = None
    return web.Response(status=204)


ROUTES: list[tuple[str, str, Callable[[web.Request], Awaitable[web.Response]]]] = [
    ("GET", "/applications", list_applications),
    ("POST", "/applications", add_applications),
    ("GET", "/applications/{application}", show_application),
    ("PUT", "/applications/{application}", put_application),
    ("PATCH", "/applications/{application}", patch_application),
    ("DELETE", "/applications/{application}", delete_application),
]
