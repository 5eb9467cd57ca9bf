"""Pairing an organization with its Cloudonix domain: five steps in a worker, each visible, each safe to repeat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection as database
from django.db import transaction
from django.utils import timezone

from audit.actors import Actor
from audit.services import record
from calls.sweeps import make_steps_due
from cloudonix import health, outbox
from cloudonix.api import ApplicationSpec, CloudonixClient, Domain, Misconfigured, Rejected, Unavailable
from cloudonix.drift import nights
from cloudonix.models import Connection
from cloudonix.sync.clients import client_for
from cloudonix.sync.numbers import APPLICATION_NAME
from cloudonix.sync.objects import ask_for_everything
from opbx.crypto import SecretUnreadable
from tenants import request_keys
from tenants.context import current_organization
from tenants.due import make_due
from tenants.models import CloudonixDomain, Organization

SWEEP = "cloudonix.connect"  # the kind of due work that runs the steps
OLD_KEY_LASTS = timedelta(hours=24)
Result = TypeVar("Result")
LOCK = 0x09BD  # of the check that two organizations do not take the same domain


@dataclass(frozen=True)
class Step:
    key: str
    title: str


STEPS = (
    Step("check", "Check the key and the domain"),
    Step("application", "Write the voice application"),
    Step("profile", "Write the domain's settings"),
    Step("verify", "Read back and compare"),
    Step("sync", "Sync SIP accounts, numbers and trunks"),
)


class Failed(Exception):
    """A step cannot be done; the text says what to do about it."""


class Overtaken(Exception):
    """Somebody entered something else meanwhile; this pairing is over and writes nothing more."""


def voice_url() -> str:
    return f"{settings.PUBLIC_URL}/api/voice/route"


def session_update_url() -> str:
    return f"{settings.PUBLIC_URL}/api/webhooks/session-update"


def cdr_url() -> str:
    return f"{settings.PUBLIC_URL}/api/webhooks/cdr"


def wanted_profile(request_key: str) -> dict[str, Any]:
    """The profile keys of the domain that are ours. Calls to unknown numbers must not leave by a trunk."""
    return {
        "authorization-api-key": request_key,
        "session-update-endpoint": session_update_url(),
        "cdr-endpoint": cdr_url(),
        "redirect-unknown-to-border": False,
    }


def mismatches(domain: Domain, profile: dict[str, Any], application_id: str) -> list[str]:
    """What a read of the domain shows differently from what was written, by name."""
    wrong = [name for name, value in profile.items() if domain.profile.get(name) != value]
    return wrong if domain.default_application == application_id else [*wrong, "defaultApplication"]


def run() -> None:
    """Do the steps for what was entered last; the connection's row tells how it ended.

    No trouble with Cloudonix is raised: it becomes the sentence of the step that failed.
    """
    row = Connection.current()
    if row is None or not row.is_checking:
        return
    try:
        _run(row)
    except Overtaken:
        return
    except Unavailable as error:
        _fail(row, f"{error} Try again in a minute.", stays_connected=row.connected_at is not None)
    except Misconfigured:
        _fail(row, _KEY_REFUSED)
    except Rejected as error:
        _fail(row, f"{error.reason.rstrip('.')}. Cloudonix refused this with status {error.status}.")
    except SecretUnreadable:
        _fail(row, "The stored API key cannot be read with the keys in OPBX_KEY_RING. Enter it again.")
    except Failed as error:
        _fail(row, str(error))


_KEY_REFUSED = (
    "Cloudonix refused this API key. Copy a key of this domain (or of your account) from the Cloudonix Cockpit, "
    "enter it here and connect again."
)


def _run(row: Connection) -> None:
    client, _limiter = client_for(row)
    request_key = row.get_secret("request_key")
    if request_key is None:
        raise Failed("There is no request key yet. Save the connection again.")
    profile = wanted_profile(request_key.reveal())
    domain = _step(row, "check", lambda: _check(row, client))
    application_id = _step(row, "application", lambda: _write_application(client))
    # Cloudonix may use the new key from the moment it has it.
    request_keys.store(current_organization(), request_key.reveal())
    _step(
        row,
        "profile",
        lambda: client.update_domain(profile=profile, default_application=application_id),
    )
    _step(row, "verify", lambda: _verify(client, profile, application_id))
    _step(row, "sync", lambda: _finish(row, domain, application_id, request_key.reveal()))


def _step(row: Connection, key: str, act: Callable[[], Result]) -> Result:
    _note(row, step=key)
    return act()


def _check(row: Connection, client: CloudonixClient) -> Domain:
    domain = client.get_domain()
    if domain is None:
        raise Failed(
            f"This API key shows no domain {row.domain}. Check the domain's name, or use a key of that domain."
        )
    if not domain.active:
        raise Failed(
            f"The domain {domain.domain} is switched off at Cloudonix. Activate it there, then try again."
        )
    if _is_taken(domain):
        raise Failed(
            f"The domain {domain.domain} is connected to another organization. Use a domain of your own."
        )
    return domain


def _is_taken(domain: Domain) -> bool:
    return (
        CloudonixDomain.objects.filter(
            names__overlap=[name.lower() for name in (domain.uuid, domain.domain) if name]
        )
        .exclude(organization=current_organization())
        .exclude(organization__status=Organization.Status.DELETED)
        .exists()
    )


def _write_application(client: CloudonixClient) -> str:
    spec = ApplicationSpec(name=APPLICATION_NAME, url=voice_url())
    have = next((one for one in client.list_applications() if one.name == APPLICATION_NAME), None)
    if have is None:
        return client.create_application(spec).id
    if (have.url, have.type, have.method, have.active) != (spec.url, spec.type, spec.method, spec.active):
        client.update_application(have.id, spec)
    return have.id


def _verify(client: CloudonixClient, profile: dict[str, Any], application_id: str) -> None:
    domain = client.get_domain()
    wrong = ["domain"] if domain is None else mismatches(domain, profile, application_id)
    if wrong:
        raise Failed(
            f"Cloudonix took the settings but shows something else for: {', '.join(wrong)}. Try again; "
            "if it stays so, another program writes to this domain."
        )


@transaction.atomic
def _finish(row: Connection, domain: Domain, application_id: str, request_key: str) -> None:
    organization = current_organization()
    with database.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [LOCK])
    if _is_taken(domain):
        raise Failed(f"The domain {domain.domain} was connected to another organization just now.")
    now = timezone.now()
    _note(
        row,
        state=Connection.State.CONNECTED,
        error="",
        domain_name=domain.domain,
        domain_uuid=domain.uuid,
        domain_id=domain.id,
        registrar=registrar_of(domain),
        application_id=application_id,
        checked_at=now,
        connected_at=row.connected_at or now,
        failures=0,
        paused_until=None,
    )
    CloudonixDomain.objects.update_or_create(
        organization=organization, defaults={"names": names_of(domain, row.domain)}
    )
    request_keys.retire_others(organization, request_key, valid_until=now + OLD_KEY_LASTS)
    ask_for_everything()
    make_due(nights.SWEEP, nights.next_night())
    # From now on calls may ask for steps, and no event of theirs is certain to come.
    make_steps_due()
    make_due(health.SWEEP)
    record(Actor(**row.asked_by), "cloudonix.connected", row, {"domain": ["", domain.domain]})


def registrar_of(domain: Domain) -> str:
    """Where phones sign in: the host that the platform made for the domain, else the documented pattern."""
    made = next((alias.alias for alias in domain.aliases if alias.active and alias.type == "auto"), "")
    return made or (f"{domain.uuid}.sip.cloudonix.net" if domain.uuid else domain.domain)


def names_of(domain: Domain, entered: str) -> list[str]:
    """Every name under which a webhook may speak of the domain, in lower case, each once."""
    names = [domain.domain, domain.uuid, domain.id, entered, *(alias.alias for alias in domain.aliases)]
    return list(dict.fromkeys(name.lower() for name in names if name))


def _note(row: Connection, **fields: Any) -> None:  # noqa: ANN401 - any column's value
    """Write to the row unless a newer attempt has begun; raises Overtaken then."""
    mine = Connection.objects.filter(pk=row.pk, attempt=row.attempt, state=Connection.State.CHECKING)
    if not mine.update(**fields):
        raise Overtaken
    for name, value in fields.items():
        setattr(row, name, value)


def _fail(row: Connection, sentence: str, *, stays_connected: bool = False) -> None:
    """End the attempt. A connection that worked goes on working when Cloudonix was only silent."""
    state = Connection.State.CONNECTED if stays_connected else Connection.State.FAILED
    try:
        with transaction.atomic():
            _note(row, state=state, error=sentence[:300], checked_at=timezone.now())
            record(Actor(**row.asked_by), "cloudonix.connection_failed", row, {"error": ["", sentence]})
            if stays_connected:
                outbox.ask()
    except Overtaken:
        return
