"""The working copy in the organization's tables, read into a frozen Plan."""

from __future__ import annotations

from routing.compile.agents import compile_agents
from routing.compile.announcements import compile_announcements
from routing.compile.callers import compile_caller_rules
from routing.compile.codes import compile_feature_codes, compile_speed_dials
from routing.compile.directories import compile_directories, compile_listed_names
from routing.compile.extensions import compile_extensions
from routing.compile.fallback import compile_fallback
from routing.compile.menus import compile_menus
from routing.compile.numbers import compile_numbers
from routing.compile.ring_groups import compile_ring_groups
from routing.compile.rooms import compile_rooms
from routing.compile.schedules import compile_schedules
from routing.compile.voicemail import compile_voicemail_boxes
from routing.engine.plan import Plan
from routing.outbound import Layers, outbound_of, outbound_trunks
from tenants.models import Organization


def compile_plan(organization: Organization) -> Plan:
    """Read the current schema, which must be the organization's, in a number of queries that does not grow with it.

    Everything is sorted, so that an unchanged configuration compiles to the same bytes.
    """
    layers = Layers()
    directories = compile_directories()
    return Plan(
        organization=organization.name,
        voice_language=organization.voice_language,
        voice=organization.voice,
        region=organization.region,
        zone=organization.time_zone,
        extensions=compile_extensions(organization.region, layers),
        numbers=compile_numbers(),
        joins_targets=organization.joins_targets,
        outbound_trunks=outbound_trunks(),
        voicemail_boxes=compile_voicemail_boxes(),
        schedules=compile_schedules(organization.time_zone),
        ring_groups=compile_ring_groups(organization.region),
        rooms=compile_rooms(),
        agents=compile_agents(),
        directories=directories,
        listed=compile_listed_names() if directories else (),
        caller_rules=compile_caller_rules(),
        feature_codes=compile_feature_codes(),
        speed_dials=compile_speed_dials(),
        announcements=compile_announcements(),
        outbound=outbound_of(layers),
        menus=compile_menus(),
        fallback=compile_fallback(),
    )
