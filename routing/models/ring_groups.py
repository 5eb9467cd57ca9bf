"""Ring groups: several phones for one call."""

from __future__ import annotations

from routing.models.destinations import DestinationFields
from routing.models.objects import RoutedObject


class RingGroup(RoutedObject, DestinationFields):
    """Extensions and outside phones that ring for one call; its destination is the fall-back when nobody answers."""

    namespace = "ring_groups"

    class Meta(RoutedObject.Meta, DestinationFields.Meta):
        abstract = False
        constraints = [*RoutedObject.Meta.constraints, *DestinationFields.Meta.constraints]
