"""Conference rooms."""

from __future__ import annotations

from routing.models.objects import RoutedObject


class Room(RoutedObject):
    """Where several callers talk together."""

    namespace = "rooms"

    class Meta(RoutedObject.Meta):
        abstract = False
