"""AI agents: voice services of other providers that talk to a caller."""

from __future__ import annotations

from routing.models.objects import RoutedObject


class Agent(RoutedObject):
    """An agent at one of the providers that Cloudonix connects."""

    namespace = "agents"

    class Meta(RoutedObject.Meta):
        abstract = False
