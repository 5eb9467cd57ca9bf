"""Who asks, and what may be reached: bearer keys of four levels."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from cloudonix.simulator.problems import Refused
from cloudonix.simulator.records import Customer, Domain, Key
from cloudonix.simulator.simulation import SIMULATION, Simulation

WIDE = frozenset({"customer", "domain"})
FORBIDDEN = 403


@dataclass(frozen=True, slots=True)
class Scope:
    """An authenticated request: its key, the customer it speaks for, and the domain it addresses."""

    simulation: Simulation
    key: Key
    customer: Customer
    domain: Domain

    def allow(self, levels: frozenset[str], *, refusal: int = FORBIDDEN) -> None:
        if self.key.level not in levels:
            raise Refused(refusal, f"The key of level {self.key.level} may not do this.")


def key_of(request: web.Request) -> Key:
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    key = request.app[SIMULATION].store.key(value.strip()) if scheme.lower() == "bearer" else None
    if key is None:
        raise Refused(401, "The bearer key is missing or not known.")
    return key


def customer_of(request: web.Request, key: Key) -> Customer:
    simulation = request.app[SIMULATION]
    customer = simulation.store.customers[key.customer_id]
    wanted = request.match_info.get("customer", "self")
    if wanted not in {"self", *_names(customer)}:
        known = any(wanted in _names(other) for other in simulation.store.customers.values())
        raise _out_of_reach(simulation, "customer", known=known)
    return customer


def _names(customer: Customer) -> set[str]:
    return {str(customer.id), customer.name, customer.uuid}


def _out_of_reach(simulation: Simulation, what: str, *, known: bool) -> Refused:
    """Refuse what is somebody else's: as if it were not there, or as forbidden, as the switch says."""
    if known and simulation.switches.isolation_status == FORBIDDEN:
        return Refused(FORBIDDEN, f"The key does not reach this {what}.")
    return Refused(404, f"There is no such {what}.")


def customer_scope(request: web.Request) -> tuple[Simulation, Customer]:
    """Check a request about the customer itself, which needs a customer's key."""
    key = key_of(request)
    customer = customer_of(request, key)
    if key.level != "customer":
        raise Refused(403, f"The key of level {key.level} may not do this.")
    simulation = request.app[SIMULATION]
    _limit(simulation, ("customer", customer.id))
    return simulation, customer


def scope_of(request: web.Request, levels: frozenset[str] = WIDE, *, level_refusal: int = FORBIDDEN) -> Scope:
    """Check a request about a domain or something in it.

    A domain the key cannot reach is 404, whether it exists or not (a switch makes it 403 where it does);
    too low a level in it is 403.
    """
    simulation = request.app[SIMULATION]
    key = key_of(request)
    customer = customer_of(request, key)
    wanted = request.match_info["domain"]
    name = key.domain_id if wanted == "self" else wanted
    domain = None if name is None else simulation.store.domain(name, customer.id)
    if domain is None or key.domain_id not in {None, domain.id}:
        known = name is not None and simulation.store.domain(name) is not None
        raise _out_of_reach(simulation, "domain", known=known)
    scope = Scope(simulation, key, customer, domain)
    scope.allow(levels, refusal=level_refusal)
    _limit(simulation, ("domain", domain.id))
    return scope


def _limit(simulation: Simulation, who: tuple[str, int]) -> None:
    if simulation.switches.rate_limit and not simulation.rate_limit.take(who):
        raise Refused(429, "Too many requests: 10 per 3 seconds and domain.")
