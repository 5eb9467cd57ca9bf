"""The demo's routed objects; those that exist already are left as they are."""

from __future__ import annotations

from audit.actors import Actor
from opbx.demo.cast import Customer
from routing.models import Announcement
from routing.services import add_announcement


def add_objects(actor: Actor, customer: Customer) -> None:
    """Add what the customer's calls pass, in the current organization."""
    for entry in customer.announcements:
        if not Announcement.objects.filter(name=entry.name).exists():
            add_announcement(actor, name=entry.name, source=Announcement.Source.TEXT, text=entry.text)
