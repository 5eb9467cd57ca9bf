"""Running a comparison in a worker, keeping what it found, and when the next one is due."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from cloudonix.api import CloudonixClient, Misconfigured, Rejected, Unavailable
from cloudonix.drift.found import Compared, Found, Subject
from cloudonix.drift.nights import next_night
from cloudonix.drift.objects import compare_objects
from cloudonix.drift.settings import compare_application, compare_domain
from cloudonix.health import SWEEP as HEALTH_SWEEP
from cloudonix.models import Connection, DriftCheck, Finding, Voice
from cloudonix.pairing import wanted_profile
from cloudonix.sync import health
from cloudonix.sync.attempts import DOMAIN_GONE, KEY_REFUSED, note_trouble
from cloudonix.sync.clients import client_for
from cloudonix.sync.dispatch import KEY_UNREADABLE
from cloudonix.sync.kinds import kinds_for
from cloudonix.sync.turns import BUSY, alone, lane_of
from opbx.crypto import SecretUnreadable
from tenants.context import current_organization
from tenants.due import make_due

LOCK = 0x09BF
TRY_AGAIN = timedelta(minutes=30)
# A message that comes twice must not make a second night of it.
APART = timedelta(hours=12)
KEPT = 30  # checks
AGAIN = "Compare again in a minute."


class Failed(Exception):
    """The comparison cannot be made; the text says what to do about it."""


def run() -> datetime:
    """Compare when somebody asked, or it is night; returns when the next night's turn is."""
    with alone(LOCK, current_organization().pk) as free:
        if not free:
            return timezone.now() + BUSY
        check = DriftCheck.objects.filter(state=DriftCheck.State.RUNNING).order_by("pk").first()
        if check is None and DriftCheck.objects.filter(started_at__gt=timezone.now() - APART).exists():
            return next_night()
        row = Connection.current()
        if row is None or not row.is_connected:
            if check is not None:
                _end(check, error="Cloudonix is not connected. Connect it, then compare.")
            return next_night()
        with lane_of(row) as has_lane:
            if not has_lane:
                return timezone.now() + BUSY
            return _run(row, check)


def _run(row: Connection, check: DriftCheck | None) -> datetime:
    by_night = check is None
    if by_night:
        make_due(HEALTH_SWEEP)  # once a night the connection itself is looked at, too
    check = check or DriftCheck.objects.create()
    try:
        compared = _compare(row)
    except Unavailable as error:
        _end(check, error=f"{error} {AGAIN}")
        return timezone.now() + TRY_AGAIN if by_night else next_night()
    except Misconfigured:
        _end(check, error=f"This API key may not list everything. {KEY_REFUSED}")
    except Rejected as error:
        _end(check, error=f"{error} {AGAIN}")
    except Failed as error:
        _end(check, error=str(error))
    else:
        _keep(check, compared)
    return next_night()


def _compare(row: Connection) -> dict[Subject, Compared]:
    try:
        client, limiter = client_for(row)
        request_key = row.get_secret("request_key")
    except SecretUnreadable as error:
        health.connection_lost(row, KEY_UNREADABLE)
        raise Failed(KEY_UNREADABLE) from error
    try:
        found = _compare_all(row, client, request_key.reveal() if request_key else "")
    except Unavailable as error:
        note_trouble(error, row, limiter)
        raise
    health.note_answer(row)
    return found


def _compare_all(row: Connection, client: CloudonixClient, request_key: str) -> dict[Subject, Compared]:
    try:
        domain = client.get_domain()
    except Misconfigured as error:
        health.connection_lost(row, KEY_REFUSED)
        raise Failed(KEY_REFUSED) from error
    if domain is None:
        health.connection_lost(row, DOMAIN_GONE)
        raise Failed(DOMAIN_GONE)
    applications = client.list_applications()
    _keep_voices(client)
    found = {
        Subject.DOMAIN: compare_domain(domain, wanted_profile(request_key), row.application_id),
        Subject.APPLICATION: compare_application(applications),
    }
    for topic, kind in kinds_for(client, row).items():
        found[Subject(topic)] = compare_objects(kind)
    return found


def _keep_voices(client: CloudonixClient) -> None:
    """The voices that callers can hear; those known stay when this key may not see the list."""
    voices = client.list_voices()
    if voices is None:
        return
    names = {voice.voice for voice in voices}
    with transaction.atomic():
        Voice.objects.exclude(name__in=names).delete()
        Voice.objects.bulk_create(
            [
                Voice(
                    name=voice.voice[:160],
                    gender=voice.gender[:20],
                    languages=voice.languages,
                    provider=voice.provider[:60],
                    pricing=voice.pricing[:30],
                )
                for voice in {voice.voice: voice for voice in voices}.values()
            ],
            update_conflicts=True,
            unique_fields=["name"],
            update_fields=["gender", "languages", "provider", "pricing"],
        )


@transaction.atomic
def _keep(check: DriftCheck, compared: dict[Subject, Compared]) -> None:
    counts = {subject.value: one.as_counts() for subject, one in compared.items()}
    check.counts = counts
    _end(check)
    found = {(one.topic.value, one.name): one for each in compared.values() for one in each.found}
    for finding in Finding.objects.select_for_update():
        still = found.pop((finding.topic, finding.name), None)
        if still is None:
            finding.delete()
        elif still.fingerprint != finding.fingerprint or still.kind != finding.kind:
            _write(finding, still)
    for new in found.values():
        _write(Finding(topic=new.topic, name=new.name), new)


def _write(finding: Finding, found: Found) -> None:
    """What is new about an object is news, whether or not it was ignored."""
    finding.kind, finding.object_key, finding.remote_id = found.kind, found.object_key, found.remote_id
    finding.differences, finding.remote = found.differences, found.remote
    finding.fingerprint = found.fingerprint
    finding.set_secret("remote_secret", found.secret)
    finding.ignored_at, finding.ignored_by, finding.found_at = None, "", timezone.now()
    finding.save()


def _end(check: DriftCheck, error: str = "") -> None:
    check.state = DriftCheck.State.FAILED if error else DriftCheck.State.DONE
    check.error, check.finished_at = error[:300], timezone.now()
    check.save()
    kept = DriftCheck.objects.order_by("-pk").values("pk")[:KEPT]
    DriftCheck.objects.exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()
