"""Emergency calls: where phones stand, whom to tell, and telling them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from audit import services as audit
from audit.actors import Actor
from opbx.errors import NotAcceptable
from opbx.logs import get_logger
from routing.models import EmergencyCall, EmergencySite, OutboundSettings, PhoneNumber
from routing.models.emergency import MOST_NOTICES
from routing.services.outbound import check_range, locked_settings, save_settings, still_there
from tenants.context import current_organization
from tenants.due import make_due

log = get_logger(__name__)
NOTICE = "emergency_notice"
MAX_ADDRESSES = 30
RETRY = timedelta(seconds=30)
# So long an admin is reminded of a notice that could not be sent.
REMINDED = timedelta(days=7)


@dataclass(frozen=True)
class Site:
    """A site as somebody wants it. field: the name that a form gives to it; errors name its fields."""

    name: str
    address: str
    caller_id: PhoneNumber | None = None
    first: str = ""
    last: str = ""
    field: str = "site"


@transaction.atomic
def set_emergency(
    actor: Actor, *, version: int, sites: Sequence[Site], notice: str, test_number: str
) -> None:
    """Set where phones stand and whom an emergency call tells. notice: e-mail addresses, separated by anything.

    Raises ChangedMeanwhile and NotAcceptable.
    """
    row = locked_settings(actor, version)
    _check_sites(sites)
    wanted = {"emergency_notice": _addresses(notice), "test_number": _test_number(test_number)}
    changes: dict[str, list[Any]] = audit.differences(row, **wanted)
    before = _in_words(
        [
            Site(one.name, one.address, one.caller_id, one.first, one.last)
            for one in EmergencySite.objects.select_related("caller_id").order_by("first", "name")
        ]
    )
    after = _in_words(sorted(sites, key=lambda one: (one.first, one.name)))
    if before != after:
        changes["sites"] = [before, after]
        EmergencySite.objects.all().delete()
        EmergencySite.objects.bulk_create(
            EmergencySite(
                name=one.name, address=one.address, caller_id=one.caller_id, first=one.first, last=one.last
            )
            for one in sites
        )
    for field, value in wanted.items():
        setattr(row, field, value)
    save_settings(actor, row, changes, list(wanted), "Emergency calls were changed")


def note_emergency_call(session: str, **told: Any) -> None:  # noqa: ANN401 - the columns of EmergencyCall
    """Keep an emergency call, once for each session, and have the list told at once."""
    with transaction.atomic():
        _, is_new = EmergencyCall.objects.get_or_create(session_token=session, defaults=told)
        if is_new:
            make_due(NOTICE)


def tell_of_emergency_calls() -> datetime | None:
    """Due work: send what waits; when it is due again, None for nothing."""
    settings = OutboundSettings.objects.first()
    recipients = settings.emergency_notice.split() if settings is not None else []
    waiting = EmergencyCall.objects.filter(
        told_at=None, nobody_to_tell=False, attempts__lt=MOST_NOTICES
    ).order_by("at")
    if not recipients:
        # Whoever is put on the list later is not told of calls of the past.
        waiting.update(nobody_to_tell=True)
        return None
    failed = False
    for call in waiting:
        if not _tell(call, recipients):
            failed = True
    return timezone.now() + RETRY if failed else None


def untold_emergency_calls() -> int:
    """How many calls of the last days nobody was told of, though somebody is on the list."""
    failed = EmergencyCall.objects.filter(told_at=None, nobody_to_tell=False, attempts__gte=MOST_NOTICES)
    return failed.filter(at__gt=timezone.now() - REMINDED).count()


def _tell(call: EmergencyCall, recipients: list[str]) -> bool:
    context = {"call": call, "organization": current_organization()}
    text = render_to_string("outbound/mail/emergency.txt", context)
    subject, _, body = text.strip().partition("\n")
    call.attempts += 1
    try:
        EmailMessage(subject.removeprefix("Subject: "), body.strip() + "\n", to=recipients).send()
    except OSError as error:  # smtplib's errors are OSErrors
        log.warning("emergency_notice_not_sent", call=str(call.key), reason=type(error).__name__)
        call.save(update_fields=["attempts"])
        return False
    call.told_at = timezone.now()
    call.save(update_fields=["attempts", "told_at"])
    return True


def _check_sites(sites: Sequence[Site]) -> None:
    names, ranges = set(), set()
    for one in sites:
        try:
            EmergencySite(name=one.name, address=one.address).clean_fields(exclude=["caller_id"])
        except ValidationError as error:
            field, messages = next(iter(error.message_dict.items()))
            raise NotAcceptable(messages[0], field=f"{one.field}-{field}") from error
        if one.first or one.last:
            check_range(one.first, one.last, one.field)
        still_there(one.caller_id, f"{one.field}-caller_id")
        if one.name.casefold() in names:
            raise NotAcceptable("This name stands above already.", field=f"{one.field}-name")
        if (one.first, one.last) in ranges:
            raise NotAcceptable(
                "This range stands above already." if one.first else "Only one site can have no extensions.",
                field=f"{one.field}-first",
            )
        names.add(one.name.casefold())
        ranges.add((one.first, one.last))


def _addresses(text: str) -> str:
    found = [part for part in re.split(r"[\s,;]+", text) if part]
    for part in found:
        try:
            validate_email(part)
        except ValidationError as error:
            raise NotAcceptable(
                f"{part[:80]} is no e-mail address. Enter addresses such as ana@example.com.",
                field="notice",
            ) from error
    if len(found) > MAX_ADDRESSES:
        raise NotAcceptable(f"Enter at most {MAX_ADDRESSES} addresses.", field="notice")
    return " ".join(dict.fromkeys(found))


def _test_number(text: str) -> str:
    number = text.strip()
    if number and not re.fullmatch(r"[0-9]{3,6}", number):
        raise NotAcceptable("Enter 3 to 6 digits, for example 933, or nothing.", field="test_number")
    return number


def _in_words(sites: Sequence[Site]) -> str:
    return "; ".join(
        f"{one.name} ({one.address}), "
        + (f"{one.first} to {one.last}" if one.first else "all other extensions")
        + (f", shows {one.caller_id.e164}" if one.caller_id is not None else "")
        for one in sites
    )
