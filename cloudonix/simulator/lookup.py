"""What a control request talks about: the simulation, and a domain by any of its names."""

from __future__ import annotations

from aiohttp import web

from cloudonix.simulator.problems import Refused
from cloudonix.simulator.records import Domain
from cloudonix.simulator.simulation import SIMULATION, Simulation


def simulation_of(request: web.Request) -> Simulation:
    return request.app[SIMULATION]


def domain_of(simulation: Simulation, name: object) -> Domain:
    domain = simulation.store.domain(name)
    if domain is None:
        raise Refused(404, f"There is no domain {name!r}.")
    return domain
