"""The visitor's page: place calls, answer phones, watch what happens."""

from __future__ import annotations

import html
from pathlib import Path
from string import Template

from aiohttp import web

from cloudonix.simulator.records import Domain
from cloudonix.simulator.simulation import SIMULATION

STATIC = Path(__file__).parent / "static"
PAGE = Template((STATIC / "page.html").read_text(encoding="utf-8"))
FILES = {"simulator.css": "text/css", "simulator.js": "text/javascript", "icon.svg": "image/svg+xml"}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def title(domain: Domain) -> str:
    return domain.label or domain.name


def _options(domains: list[Domain], chosen: Domain | None) -> str:
    return "\n".join(
        f'<option value="{html.escape(domain.name)}"{" selected" if domain is chosen else ""}>'
        f"{html.escape(title(domain))}</option>"
        for domain in domains
    )


def _numbers(domain: Domain | None) -> str:
    return "\n".join(
        f'<option value="{html.escape(one["number"])}">{html.escape(one["name"])}</option>'
        for one in (domain.numbers if domain else [])
    )


async def show_page(request: web.Request) -> web.Response:
    store = request.app[SIMULATION].store
    domains = sorted(store.live_domains(), key=title)
    wanted = store.domain(request.query.get("domain", ""))
    chosen = wanted or (domains[0] if domains else None)
    first_number = chosen.numbers[0]["number"] if chosen and chosen.numbers else ""
    text = PAGE.substitute(
        domain=html.escape(chosen.name if chosen else ""),
        domain_title=html.escape(title(chosen) if chosen else "No domain yet"),
        domain_options=_options(domains, chosen),
        number_options=_numbers(chosen),
        number=html.escape(first_number),
        home=html.escape(chosen.home if chosen else ""),
        home_hidden="" if chosen and chosen.home else "hidden",
        empty_hidden="hidden" if chosen else "",
        work_hidden="" if chosen else "hidden",
    )
    return web.Response(text=text, content_type="text/html", headers=HEADERS)


async def show_file(request: web.Request) -> web.Response:
    name = request.match_info["name"]
    if name not in FILES:
        raise web.HTTPNotFound
    return web.Response(
        body=(STATIC / name).read_bytes(), content_type=FILES[name], charset="utf-8", headers=HEADERS
    )


def routes() -> list[web.RouteDef]:
    return [web.get("/", show_page), web.get("/__sim__/static/{name}", show_file)]
