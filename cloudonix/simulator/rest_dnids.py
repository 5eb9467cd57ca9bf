"""REST: DNIDs, which lead inbound numbers to voice applications."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from cloudonix.simulator.dnids import checked, compiled, reached_application
from cloudonix.simulator.keys import Scope, scope_of
from cloudonix.simulator.problems import Body, Refused, flag_of, number_of, read_object, text_of
from cloudonix.simulator.profiles import Update
from cloudonix.simulator.records import Application, Dnid, Domain
from cloudonix.simulator.rest_applications import addressed_application
from cloudonix.simulator.rest_json import application_json, dnid_json
from cloudonix.simulator.simulation import Simulation

NO_CONTENT = 204
FLAGS = ("prefix", "expression", "asteriskCompatible")


async def list_dnids(request: web.Request) -> web.Response:
    scope = scope_of(request)
    return _listed(scope, scope.simulation.store.dnids_of(scope.domain))


async def list_dnids_of_application(request: web.Request) -> web.Response:
    scope, application = addressed_application(request)
    found = scope.simulation.store.dnids_of(scope.domain)
    return _listed(scope, [dnid for dnid in found if dnid.application_id == application.id])


def _listed(scope: Scope, found: list[Dnid]) -> web.Response:
    return scope.simulation.list_response([dnid_json(scope.simulation, dnid) for dnid in found])


async def post_dnid(request: web.Request) -> web.Response:
    scope = scope_of(request)
    body = await read_object(request)
    application_id = number_of(body, "applicationId")
    if application_id is None:
        raise Refused(400, "applicationId is missing.")
    return _created(scope, _application(scope.simulation, scope.domain, application_id), body)


async def post_dnid_of_application(request: web.Request) -> web.Response:
    scope, application = addressed_application(request)
    body = await read_object(request)
    if number_of(body, "applicationId") not in {None, application.id}:
        raise Refused(400, "applicationId is another application than that of the path.")
    return _created(scope, application, body)


def _created(scope: Scope, application: Application, body: Body) -> web.Response:
    dnid = add_dnid(scope.simulation, scope.domain, application, body)
    return scope.simulation.created_response(dnid_json(scope.simulation, dnid), documented=NO_CONTENT)


def _application(simulation: Simulation, domain: Domain, application_id: int) -> Application:
    application = simulation.store.application(domain, application_id)
    if application is None:
        raise Refused(400, f"The domain has no application {application_id}.")
    return application


def add_dnid(simulation: Simulation, domain: Domain, application: Application, body: Body) -> Dnid:
    """Add a DNID as a creation's body says; raises Refused."""
    if text_of(body, "source") is None and text_of(body, "dnid") is None:
        raise Refused(400, "Send source, or dnid.")
    dnid = Dnid(
        id=simulation.store.next_id(), domain_id=domain.id, application_id=application.id, source="", dnid=""
    )
    _change(simulation, domain, dnid, body, Update())
    simulation.store.dnids[dnid.id] = dnid
    return dnid


def _change(simulation: Simulation, domain: Domain, dnid: Dnid, body: Body, update: Update) -> None:
    """Check everything, then change, so that a refused request changes nothing."""
    source, given = text_of(body, "source"), text_of(body, "dnid")
    if source is not None and given is not None:
        raise Refused(400, "Send source or dnid, not both.")
    if number_of(body, "domainId") not in {None, domain.id}:
        raise Refused(400, "domainId is another domain than that of the path.")
    prefix, expression, asterisk = (
        update.field(flag_of(body, name), current, default=False)
        for name, current in zip(FLAGS, (dnid.prefix, dnid.expression, dnid.asterisk_compatible), strict=True)
    )
    if prefix + expression + asterisk > 1:
        raise Refused(400, f"At most one of {', '.join(FLAGS)} may be true.")
    typed = "" if given is not None else source or dnid.source
    pattern = (
        compiled(typed, prefix=prefix, expression=expression, asterisk_compatible=asterisk)
        if typed
        else checked(given or dnid.dnid)
    )
    if any(one.dnid == pattern and one.id != dnid.id for one in simulation.store.dnids_of(domain)):
        raise simulation.taken("DNID")
    application_id, messaging_id = number_of(body, "applicationId"), number_of(body, "messagingApplicationId")
    for wanted in (application_id, messaging_id):
        if wanted is not None:
            _application(simulation, domain, wanted)
    is_global, active = flag_of(body, "global"), flag_of(body, "active")
    dnid.source, dnid.dnid = typed, pattern
    dnid.prefix, dnid.expression, dnid.asterisk_compatible = prefix, expression, asterisk
    dnid.application_id = application_id or dnid.application_id
    dnid.messaging_application_id = update.field(messaging_id, dnid.messaging_application_id, None)
    dnid.is_global = update.field(is_global, dnid.is_global, default=False)
    dnid.active = update.field(active, dnid.active, default=True)


def _addressed(request: web.Request) -> tuple[Scope, Dnid]:
    scope = scope_of(request)
    dnid = scope.simulation.store.dnid(scope.domain, request.match_info["dnid"])
    if dnid is None:
        raise Refused(404, "There is no such DNID.")
    return scope, dnid


async def show_dnid(request: web.Request) -> web.Response:
    scope, dnid = _addressed(request)
    return web.json_response(dnid_json(scope.simulation, dnid))


async def update_dnid(request: web.Request) -> web.Response:
    scope, dnid = _addressed(request)
    update = Update.of(request, scope.simulation.switches)
    _change(scope.simulation, scope.domain, dnid, await read_object(request), update)
    dnid.touch()
    return web.Response(status=NO_CONTENT)


async def delete_dnid(request: web.Request) -> web.Response:
    _addressed(request)[1].delete()
    return web.Response(status=NO_CONTENT)


async def look_up(request: web.Request) -> web.Response:
    """Show the application that the number in `?search=` reaches."""
    scope = scope_of(request)
    number = request.query.get("search", "")
    if not number:
        raise Refused(400, "search is missing.")
    application, _dnid = reached_application(
        scope.simulation.store,
        scope.domain,
        number,
        plus_matters=scope.simulation.switches.dnid_plus == "significant",
    )
    if application is None:
        raise Refused(404, "The number reaches no application.")
    return web.json_response(application_json(application))


ROUTES: list[tuple[str, str, Callable[[web.Request], Awaitable[web.Response]]]] = [
    ("GET", "/dnids", list_dnids),
    ("POST", "/dnids", post_dnid),
    ("GET", "/dnids/{dnid}", show_dnid),
    ("PUT", "/dnids/{dnid}", update_dnid),
    ("PATCH", "/dnids/{dnid}", update_dnid),
    ("DELETE", "/dnids/{dnid}", delete_dnid),
    ("GET", "/applications/{application}/dnids", list_dnids_of_application),
    ("POST", "/applications/{application}/dnids", post_dnid_of_application),
    ("GET", "/application-lookup", look_up),
]
