"""REST: the people who may sign in to the platform's own pages, of a customer or of one domain."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from cloudonix.simulator.keys import customer_scope, scope_of
from cloudonix.simulator.problems import Body, Refused, needed_text, read_object
from cloudonix.simulator.records import User
from cloudonix.simulator.rest_json import user_json
from cloudonix.simulator.simulation import Simulation

Handler = Callable[[web.Request], Awaitable[web.Response]]
# Whose users: the ids of the customer and, for those of a domain, the domain.
Owner = tuple[int, int | None]
Owners = Callable[[web.Request], tuple[Simulation, Owner]]


def _customer(request: web.Request) -> tuple[Simulation, Owner]:
    simulation, customer = customer_scope(request)
    return simulation, (customer.id, None)


def _domain(request: web.Request) -> tuple[Simulation, Owner]:
    scope = scope_of(request)
    return scope.simulation, (scope.customer.id, scope.domain.id)


def _users_of(simulation: Simulation, owner: Owner) -> list[User]:
    return [
        user
        for user in simulation.store.users.values()
        if user.deleted_at is None and (user.customer_id, user.domain_id) == owner
    ]


def _free_email(simulation: Simulation, owner: Owner, body: Body) -> str:
    email = needed_text(body, "email")
    if "@" not in email:
        raise Refused(400, "email is no e-mail address.")
    if any(user.email == email for user in _users_of(simulation, owner)):
        raise simulation.taken("User")
    return email


def _list(owners: Owners) -> Handler:
    async def list_users(request: web.Request) -> web.Response:
        simulation, owner = owners(request)
        return simulation.list_response([user_json(user) for user in _users_of(simulation, owner)])

    return list_users


def _post(owners: Owners) -> Handler:
    async def post_user(request: web.Request) -> web.Response:
        simulation, owner = owners(request)
        email = _free_email(simulation, owner, await read_object(request))
        customer_id, domain_id = owner
        user = User(id=simulation.store.next_id(), customer_id=customer_id, domain_id=domain_id, email=email)
        simulation.store.users[user.id] = user
        return simulation.created_response(user_json(user))

    return post_user


def _addressed(request: web.Request, owners: Owners) -> tuple[Simulation, Owner, User]:
    simulation, owner = owners(request)
    wanted = request.match_info["user"]
    user = next((user for user in _users_of(simulation, owner) if str(user.id) == wanted), None)
    if user is None:
        raise Refused(404, "There is no such user.")
    return simulation, owner, user


def _show(owners: Owners) -> Handler:
    async def show_user(request: web.Request) -> web.Response:
        return web.json_response(user_json(_addressed(request, owners)[2]))

    return show_user


async def put_domain_user(request: web.Request) -> web.Response:
    simulation, owner, user = _addressed(request, _domain)
    body = await read_object(request)
    if body.get("email") != user.email:
        user.email = _free_email(simulation, owner, body)
        user.touch()
    return web.json_response(user_json(user))


def _delete(owners: Owners) -> Handler:
    async def delete_user(request: web.Request) -> web.Response:
        _addressed(request, owners)[2].delete()
        return web.Response(status=204)

    return delete_user


def _routes(owners: Owners) -> list[tuple[str, str, Handler]]:
    return [
        ("GET", "/users", _list(owners)),
        ("POST", "/users", _post(owners)),
        ("GET", "/users/{user}", _show(owners)),
        ("DELETE", "/users/{user}", _delete(owners)),
    ]


OF_CUSTOMER = _routes(_customer)
OF_DOMAIN = [*_routes(_domain), ("PUT", "/users/{user}", put_domain_user)]
