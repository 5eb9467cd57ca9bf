"""Business hours: the same call goes elsewhere when the organization is closed."""

from __future__ import annotations

from routing.models.objects import RoutedObject


class Schedule(RoutedObject):
    """A week in a time zone, its exceptions, and where calls go in each state."""

    namespace = "schedules"

    class Meta(RoutedObject.Meta):
        abstract = False
