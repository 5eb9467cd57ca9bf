"""Conference rooms."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from extensions.models import HasPin
from routing.models.objects import RoutedObject

# What Cloudonix admits to one conference.
MOST_PARTICIPANTS = 250


class Room(HasPin, RoutedObject):
    """Where several callers talk together. Its PIN admits guests; without one anybody who gets there may enter.

    host_pin_hash: of the PIN that admits hosts. waits_for_host: guests hear music until a host is there.
    ends_with_host: the conference is over for all when a host leaves. guests_only_listen: they cannot be heard.
    """

    namespace = "rooms"

    host_pin_hash = models.BinaryField(max_length=32, null=True, blank=True, editable=False)
    waits_for_host = models.BooleanField(default=False)
    ends_with_host = models.BooleanField(default=False)
    guests_only_listen = models.BooleanField(default=False)
    beeps = models.BooleanField(default=True)
    most_participants = models.PositiveSmallIntegerField(
        default=50, validators=[MinValueValidator(2), MaxValueValidator(MOST_PARTICIPANTS)]
    )

    class Meta(RoutedObject.Meta):
        abstract = False
        constraints = [
            *RoutedObject.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(most_participants__gte=2, most_participants__lte=MOST_PARTICIPANTS),
                name="routing_room_participants_fit",
            ),
            models.CheckConstraint(
                condition=models.Q(waits_for_host=False) | models.Q(host_pin_hash__isnull=False),
                name="routing_room_waits_for_somebody",
            ),
        ]

    @property
    def has_host_pin(self) -> bool:
        return self.host_pin_hash is not None

    @property
    def numbers_to_guess_from(self) -> tuple[str, ...]:
        return (self.number,) if self.number else ()
