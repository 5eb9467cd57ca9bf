"""IVR menus: a caller presses a key and goes where it leads."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

from routing.models.announcements import Announcement
from routing.models.destinations import DestinationFields
from routing.models.objects import RoutedObject

MOST_TRIES, MOST_FIRST_SECONDS, MOST_NEXT_SECONDS = 9, 30, 10
# Letters of the phrases of a key, with their commas.
MOST_SPOKEN = 200
CODE = r"[0-9*#]{1,6}"


def _from_one_to(most: int) -> list[MinValueValidator | MaxValueValidator]:
    words = f"Enter a whole number from 1 to {most}."
    return [MinValueValidator(1, words), MaxValueValidator(most, words)]


def _plays() -> models.ForeignKey[Announcement | None, Announcement | None]:
    return models.ForeignKey(Announcement, null=True, blank=True, on_delete=models.PROTECT, related_name="+")


class Menu(RoutedObject):
    """What the caller hears, and how it waits for a key. Its keys and exits are `ways`.

    announcement: what is heard; None lets the text be spoken. wrong_announcement: before it is heard again after a
    wrong key, instead of the system's sentence; silent_announcement: after no key, instead of nothing.
    dials_extensions: whether an extension's number may be pressed. first_seconds, next_seconds: of waiting for the
    first key and for each further one. tries: how often it is heard before a caller leaves by an exit. hears_speech:
    whether callers may say the words of a key instead.
    """

    namespace = "menus"

    announcement = _plays()
    text = models.CharField(max_length=1000, blank=True, default="")
    wrong_announcement = _plays()
    silent_announcement = _plays()
    dials_extensions = models.BooleanField(default=False)
    hears_speech = models.BooleanField(default=False)
    first_seconds = models.PositiveSmallIntegerField(default=8, validators=_from_one_to(MOST_FIRST_SECONDS))
    next_seconds = models.PositiveSmallIntegerField(default=3, validators=_from_one_to(MOST_NEXT_SECONDS))
    tries = models.PositiveSmallIntegerField(default=3, validators=_from_one_to(MOST_TRIES))

    class Meta(RoutedObject.Meta):
        abstract = False
        constraints = [
            *RoutedObject.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(announcement__isnull=False) | ~models.Q(text=""),
                name="routing_menu_has_what_is_heard",
            ),
        ]


class MenuWay(DestinationFields):
    """A way out of a menu: a key (or a code of several), or an exit after the last try.

    spoken: what may be said instead of the key, phrases with commas between them.
    """

    class Cause(models.TextChoices):
        KEY = "key", "Key"
        NO_INPUT = "no_input", "No key was pressed"
        WRONG_KEY = "wrong_key", "A wrong key was pressed"

    menu = models.ForeignKey(Menu, on_delete=models.CASCADE, related_name="ways")
    cause = models.CharField(max_length=10, choices=Cause)
    code = models.CharField(
        max_length=6,
        blank=True,
        default="",
        validators=[RegexValidator(rf"^({CODE})?\Z", "Use up to 6 of the keys 0 to 9, * and #.")],
    )
    spoken = models.CharField(max_length=MOST_SPOKEN, blank=True, default="")

    class Meta(DestinationFields.Meta):
        abstract = False
        constraints = [
            *DestinationFields.Meta.constraints,
            models.UniqueConstraint(fields=["menu", "cause", "code"], name="routing_menuway_once"),
            models.CheckConstraint(
                condition=models.Q(cause="key", code__regex=f"^{CODE}$")
                | (~models.Q(cause="key") & models.Q(code="")),
                name="routing_menuway_code_fits",
            ),
            models.CheckConstraint(
                condition=models.Q(cause="key") | models.Q(spoken=""),
                name="routing_menuway_only_keys_are_said",
            ),
        ]

    def __str__(self) -> str:
        return f"Key {self.code}" if self.code else self.get_cause_display()

    @property
    def phrases(self) -> tuple[str, ...]:
        """What may be said instead of the key."""
        return tuple(self.spoken.split(", ")) if self.spoken else ()
