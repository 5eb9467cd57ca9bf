"""Where a call goes next: one set of columns with a CHECK, shared by everything that routes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NotRequired, Required, TypedDict

from django.db import models

from extensions.models import Extension, VoicemailBox


class DestinationKind(models.TextChoices):
    EXTENSION = "extension", "Extension"
    RING_GROUP = "ring_group", "Ring group"
    MENU = "menu", "IVR menu"
    SCHEDULE = "schedule", "Business hours"
    VOICEMAIL = "voicemail", "Voicemail box"
    ROOM = "room", "Conference room"
    ANNOUNCEMENT = "announcement", "Announcement, then hang up"
    DIRECTORY = "directory", "Dial-by-name directory"
    AGENT = "agent", "AI agent"
    OUTSIDE = "outside", "External number"
    HANG_UP = "hang_up", "Hang up"

    @property
    def noun(self) -> str:
        """Its object in the middle of a sentence: "ring group", "IVR menu", "announcement"."""
        words = str(self.label).partition(",")[0]
        return words if words[:2].isupper() else words[0].lower() + words[1:]


# What the engine can follow and the pages offer; everything else is refused when it is saved.
ROUTABLE = (
    DestinationKind.EXTENSION,
    DestinationKind.RING_GROUP,
    DestinationKind.SCHEDULE,
    DestinationKind.MENU,
    DestinationKind.VOICEMAIL,
    DestinationKind.ANNOUNCEMENT,
    DestinationKind.ROOM,
    DestinationKind.DIRECTORY,
    DestinationKind.AGENT,
    DestinationKind.OUTSIDE,
    DestinationKind.HANG_UP,
)
# Which column names the object of a kind; a kind that is not here has none.
OBJECT_COLUMNS: dict[DestinationKind, str] = {
    DestinationKind.EXTENSION: "destination_extension",
    DestinationKind.RING_GROUP: "destination_ring_group",
    DestinationKind.MENU: "destination_menu",
    DestinationKind.SCHEDULE: "destination_schedule",
    DestinationKind.VOICEMAIL: "destination_voicemail_box",
    DestinationKind.ROOM: "destination_room",
    DestinationKind.ANNOUNCEMENT: "destination_announcement",
    DestinationKind.DIRECTORY: "destination_directory",
    DestinationKind.AGENT: "destination_agent",
}
KIND_OF_COLUMN = {column: kind for kind, column in OBJECT_COLUMNS.items()}
OUTSIDE_COLUMN = "destination_outside"
# All columns of a destination: part of the update_fields of whoever saves one.
DESTINATION_FIELDS = ("destination_kind", *OBJECT_COLUMNS.values(), OUTSIDE_COLUMN)


class DestinationKeywords(TypedDict, total=False):
    """A destination as keywords of services and cleaned data of forms; only what its kind names is looked at."""

    destination_kind: Required[str]
    destination_extension: NotRequired[Extension | None]
    destination_ring_group: NotRequired[Any]
    destination_menu: NotRequired[Any]
    destination_schedule: NotRequired[Any]
    destination_voicemail_box: NotRequired[VoicemailBox | None]
    destination_room: NotRequired[Any]
    destination_announcement: NotRequired[Any]
    destination_directory: NotRequired[Any]
    destination_agent: NotRequired[Any]
    destination_outside: NotRequired[str]


def _exactly_one_object() -> models.Q:
    """Each kind with its own column set and the others empty."""
    rule = models.Q()
    for kind in DestinationKind:
        columns: Mapping[str, bool] = {
            f"{name}__isnull": OBJECT_COLUMNS.get(kind) != name for name in OBJECT_COLUMNS.values()
        }
        without = models.Q(**{OUTSIDE_COLUMN: ""})
        rule |= models.Q(destination_kind=kind, **columns) & (
            ~without if kind == DestinationKind.OUTSIDE else without
        )
    return rule


def _one_of(model: str) -> Any:  # noqa: ANN401 - a foreign key, whose type django-stubs reads from its class
    return models.ForeignKey(
        model, null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)s_destinations"
    )


class DestinationFields(models.Model):
    """A destination: its kind, and the object of that kind. What a call can reach is protected from deletion.

    destination_outside: the external number in E.164, "" for every other kind.
    """

    destination_kind = models.CharField(
        max_length=20, choices=DestinationKind, default=DestinationKind.HANG_UP
    )
    destination_extension = models.ForeignKey(
        Extension, null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)s_destinations"
    )
    destination_ring_group = _one_of("routing.RingGroup")
    destination_menu = _one_of("routing.Menu")
    destination_schedule = _one_of("routing.Schedule")
    destination_voicemail_box = models.ForeignKey(
        VoicemailBox, null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)s_destinations"
    )
    destination_room = _one_of("routing.Room")
    destination_announcement = _one_of("routing.Announcement")
    destination_directory = _one_of("routing.Directory")
    destination_agent = _one_of("routing.Agent")
    destination_outside = models.CharField(max_length=16, blank=True, default="")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=_exactly_one_object(),
                name="%(app_label)s_%(class)s_destination_is_one",
                violation_error_message="Choose where calls go.",
            )
        ]

    @property
    def destination_object(self) -> models.Model | None:
        """The object calls go to; None when they are hung up or leave the building."""
        column = OBJECT_COLUMNS.get(DestinationKind(self.destination_kind))
        return getattr(self, column) if column is not None else None

    @property
    def destination_noun(self) -> str:
        """What kind of object it is, before its name: "Ring group", "Announcement"."""
        noun = DestinationKind(self.destination_kind).noun
        return noun[0].upper() + noun[1:]
