"""AI agents: voice services of other providers that talk to a caller."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models

from opbx.crypto import HoldsSecrets, SecretColumn
from routing.models.destinations import DestinationFields
from routing.models.objects import RoutedObject

agent_name_is_valid = RegexValidator(
    r"^[^\s<>][^<>\x00-\x1f\x7f]*\Z",
    "Enter the agent’s ID or number as the provider shows it, for example agent_7f3a or +1 555 010 0001.",
)


class Agent(HoldsSecrets, RoutedObject, DestinationFields):
    """An agent at one of the providers that Cloudonix connects; its destination is where calls go that do not reach it.

    provider: of routing.providers. agent: its ID or number there. username, password: where the provider asks for a
    sign-in; both or none.
    """

    namespace = "agents"

    provider = models.CharField(max_length=40, default="")
    agent = models.CharField(max_length=120, default="", validators=[agent_name_is_valid])
    username = SecretColumn(default="", blank=True)
    password = SecretColumn(default="", blank=True)

    class Meta(RoutedObject.Meta, DestinationFields.Meta):
        abstract = False
        constraints = [
            *RoutedObject.Meta.constraints,
            *DestinationFields.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(username="", password="")
                | (~models.Q(username="") & ~models.Q(password="")),
                name="routing_agent_sign_in_is_whole",
            ),
        ]

    @property
    def has_sign_in(self) -> bool:
        return bool(self.username)
