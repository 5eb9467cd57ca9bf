"""IVR menus: a caller presses a key and goes where it leads."""

from __future__ import annotations

from routing.models.objects import RoutedObject


class Menu(RoutedObject):
    """What the caller hears, and how it waits for a key."""

    namespace = "menus"

    class Meta(RoutedObject.Meta):
        abstract = False
