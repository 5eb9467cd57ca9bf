"""What the PBX is configured to do."""

from __future__ import annotations

from routing.models.destinations import OBJECT_COLUMNS, ROUTABLE, DestinationFields, DestinationKind
from routing.models.forwarding import ForwardingRule
from routing.models.numbers import PhoneNumber
from routing.models.plans import PlanVersion
from routing.models.trunks import Trunk

__all__ = [
    "OBJECT_COLUMNS",
    "ROUTABLE",
    "DestinationFields",
    "DestinationKind",
    "ForwardingRule",
    "PhoneNumber",
    "PlanVersion",
    "Trunk",
]
