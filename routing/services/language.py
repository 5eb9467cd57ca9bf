"""The organization's language, voice, country and time zone."""

from __future__ import annotations

import zoneinfo
from collections.abc import Mapping

from django.db import transaction

from accounts.permissions import require
from audit import services as audit
from audit.actors import Actor
from opbx.configuration import configuration_changed
from opbx.errors import ChangedMeanwhile, NotAcceptable
from routing.language import country_of, numbers_lost_to_emergency
from routing.sentences import LANGUAGES
from routing.voices import check_voice
from tenants.context import current_organization
from tenants.guard import guard_configuration
from tenants.regions import region_choices


@transaction.atomic
def set_language_and_region(
    actor: Actor, *, version: int, voice_language: str, voice: str, region: str, time_zone: str
) -> bool:
    """Set what callers hear, how numbers are read that come without a country code, and by which clock.

    voice: "woman", "man" or one of the domain's that speaks the language. region: ISO 3166. version: the one that the
    editor saw. Calls that are under way end as they began. Returns whether anything changed. Raises ChangedMeanwhile,
    and NotAcceptable also for a country where an internal number would reach the rescue service.
    """
    require(actor, "language.write")
    row = guard_configuration()
    if row.language_version != version:
        newest = audit.history_of(row, limit=1)
        who = newest[0].actor_label if newest else "Somebody"
        raise ChangedMeanwhile(who, "language and region", current_version=row.language_version)
    wanted = {"voice_language": voice_language, "voice": voice, "region": region, "time_zone": time_zone}
    changes = audit.differences(row, **wanted)
    if not changes:
        return False
    _check(wanted, changes)
    # The one of this request too, by which what is published is read.
    for organization in (row, current_organization()):
        for field, value in wanted.items():
            setattr(organization, field, value)
        organization.language_version = version + 1
    row.save(update_fields=[*wanted, "language_version"])
    audit.record(actor, "organization.language_changed", row, changes)
    configuration_changed(actor, "Language and region were changed")
    return True


def _check(wanted: dict[str, str], changes: Mapping[str, object]) -> None:
    """Only what changes: a voice that the domain no longer offers may stay with the language it spoke."""
    if wanted["voice_language"] not in LANGUAGES:
        raise NotAcceptable("Choose a language from the list.", field="voice_language")
    if {"voice", "voice_language"} & changes.keys():
        check_voice(wanted["voice"], wanted["voice_language"])
    if wanted["region"] not in dict(region_choices()):
        raise NotAcceptable("Choose a country from the list.", field="region")
    if wanted["time_zone"] not in zoneinfo.available_timezones():
        raise NotAcceptable("Choose a time zone from the list.", field="time_zone")
    if "region" in changes:
        for number, holder in numbers_lost_to_emergency(wanted["region"]).items():
            country = country_of(wanted["region"]).name
            raise NotAcceptable(
                f"In {country}, {number} calls the emergency services, and {number} is {holder}. Give it another"
                " number first.",
                field="region",
            )
