"""Dial-by-name directories."""

from __future__ import annotations

from routing.models.objects import RoutedObject


class Directory(RoutedObject):
    """Callers spell a name on the keys and reach the extension."""

    namespace = "directories"

    class Meta(RoutedObject.Meta):
        abstract = False
