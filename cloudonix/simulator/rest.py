"""The table of all REST routes, in each form of their address."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from cloudonix.simulator import (
    rest_applications,
    rest_calls,
    rest_conferences,
    rest_customers,
    rest_devices,
    rest_dnids,
    rest_domains,
    rest_keys,
    rest_reports,
    rest_sessions,
    rest_subscribers,
    rest_trunks,
    rest_users,
    rest_voices,
)

Handler = Callable[[web.Request], Awaitable[web.Response]]
# The older words for the same things still answer.
CUSTOMER_FORMS = ("/customers/{customer}", "/tenants/{customer}")
DOMAIN_FORMS = (*(form + "/domains/{domain}" for form in CUSTOMER_FORMS), "/domains/{domain}")
OF_CUSTOMER = (
    *rest_customers.ROUTES,
    *rest_domains.OF_CUSTOMER,
    *rest_keys.OF_CUSTOMER,
    *rest_users.OF_CUSTOMER,
    *rest_reports.OF_CUSTOMER,
)
OF_DOMAIN = (
    *rest_domains.ROUTES,
    *rest_keys.OF_DOMAIN,
    *rest_users.OF_DOMAIN,
    *rest_subscribers.ROUTES,
    *rest_applications.ROUTES,
    *rest_dnids.ROUTES,
    *rest_trunks.ROUTES,
    *rest_sessions.ROUTES,
    *rest_voices.ROUTES,
)


def routes() -> list[web.RouteDef]:
    table: list[tuple[str, str, Handler]] = [("GET", "/domains", rest_domains.list_domains)]
    for form in CUSTOMER_FORMS:
        table += [(method, form + path, handler) for method, path, handler in OF_CUSTOMER]
    for form in DOMAIN_FORMS:
        table += [(method, form + path, handler) for method, path, handler in OF_DOMAIN]
    of_calls = (*rest_calls.ROUTES, *rest_conferences.ROUTES, *rest_devices.ROUTES)
    table += [(method, "/calls/{domain}" + path, handler) for method, path, handler in of_calls]
    return [web.route(method, path, handler) for method, path, handler in table]
