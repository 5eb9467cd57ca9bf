"""What the PBX is configured to do."""

from __future__ import annotations

from routing.models.destinations import DestinationFields, DestinationKind
from routing.models.numbers import PhoneNumber
from routing.models.plans import PlanVersion

__all__ = ["DestinationFields", "DestinationKind", "PhoneNumber", "PlanVersion"]
