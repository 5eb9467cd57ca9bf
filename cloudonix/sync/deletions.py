"""Many deletions at once wait for a person: they may be what was meant, or somebody's mistake."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from cloudonix.models import OutboxItem, ParkedAs, Topic
from cloudonix.sync.objects import living, living_keys

# More than both of what Cloudonix has of us.
FEW, SHARE = 5, 0.2


class Unconfirmed(Exception):
    """So many objects would be deleted that a person has to say yes first; the text says how many."""


@dataclass(frozen=True)
class Deletions:
    """How much of a topic would be deleted: count of total."""

    count: int
    total: int

    @property
    def are_many(self) -> bool:
        return self.count > FEW and self.count > self.total * SHARE


def unconfirmed(topic: Topic) -> QuerySet[OutboxItem]:
    """The items whose object is gone here, is there, and of which nobody said that it may go there too."""
    items = OutboxItem.objects.filter(topic=topic, is_confirmed=False)
    known = items.filter(frozen__has_key="remote_id").exclude(frozen__remote_id="")
    return known.exclude(object_key__in=living_keys(topic))


def deletions(topic: Topic) -> Deletions:
    """What is to be deleted and not confirmed, of all that Cloudonix has of us."""
    count = unconfirmed(topic).count()
    return Deletions(count, living(topic).exclude(remote_id="").count() + count)


def refuse_many(item: OutboxItem) -> None:
    """Called before each deletion, however it was asked for. Raises Unconfirmed."""
    if item.is_confirmed:
        return
    found = deletions(Topic(item.topic))
    if found.are_many:
        raise Unconfirmed(
            f"OPBX would delete {found.count} of {found.total} at Cloudonix. Confirm this on the page Sync."
        )


def waiting(topic: Topic) -> QuerySet[OutboxItem]:
    """The deletions that were held back."""
    return OutboxItem.objects.filter(topic=topic, parked_as=ParkedAs.UNCONFIRMED)
