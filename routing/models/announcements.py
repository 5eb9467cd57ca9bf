"""The announcements library: audio that calls play."""

from __future__ import annotations

from routing.models.objects import RoutedObject


class Announcement(RoutedObject):
    """Something callers hear; as a destination it is played, then the call ends."""

    namespace = "announcements"

    class Meta(RoutedObject.Meta):
        abstract = False
