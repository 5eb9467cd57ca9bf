"""SIP accounts as subscribers: what should be there, what is there, and the request that makes it so."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

import msgspec
from django.conf import settings

from cloudonix.api import CloudonixClient, Rejected, Subscriber, SubscriberSpec, Unavailable
from extensions.models import SipAccount

DISPLAY_NAME = "display-name"
# Stands in remote_id from before the POST until its answer: a subscriber that appears meanwhile is ours.
CREATING = "creating"


@dataclass(frozen=True)
class Nothing:
    """Both sides are equal."""


@dataclass(frozen=True)
class Create:
    spec: SubscriberSpec


@dataclass(frozen=True)
class Update:
    remote_id: str
    spec: SubscriberSpec


@dataclass(frozen=True)
class Delete:
    remote_id: str


Change = Nothing | Create | Update | Delete


def desired(account: SipAccount) -> SubscriberSpec:
    """What Cloudonix should hold for a SIP account. Raises SecretUnreadable."""
    secret = account.get_secret("secret")
    return SubscriberSpec(
        msisdn=account.username,
        sip_password=secret.reveal() if secret else "",
        active=account.extension.is_enabled and account.is_enabled,
        profile={DISPLAY_NAME: account.extension.name},
    )


def diff(want: SubscriberSpec | None, have: Subscriber | None, *, password_is_known: bool) -> Change:
    """The change that makes have equal to want. None means that there is, or should be, no subscriber.

    password_is_known: whether the wanted password was written before; counts when Cloudonix hides it.
    """
    if want is None:
        return Nothing() if have is None else Delete(have.id)
    if have is None:
        return Create(want)
    if have.sip_password is None:
        same_password = password_is_known
    else:
        same_password = hmac.compare_digest(have.sip_password.encode(), want.sip_password.encode())
    profile = {**have.profile, **want.profile}
    if same_password and have.active == want.active and have.profile == profile:
        return Nothing()
    return Update(have.id, msgspec.structs.replace(want, profile=profile))


def apply(change: Change, client: CloudonixClient) -> str | None:
    """Send the change; the subscriber's id afterwards, None when there is none or an update found it gone."""
    match change:
        case Create(spec):
            return client.create_subscriber(spec).id
        case Update(remote_id, spec):
            return remote_id if client.update_subscriber(remote_id, spec) else None
        case Delete(remote_id):
            client.delete_subscriber(remote_id)
    return None


@dataclass(frozen=True)
class Synced:
    """What to remember about a SIP account whose subscriber is right."""

    remote_id: str
    digest: str


def push(account: SipAccount, client: CloudonixClient) -> Synced:
    """Make the subscriber of a SIP account right. Raises what the client raises, and SecretUnreadable."""
    want = desired(account)
    have = client.get_subscriber(want.msisdn)
    if have is None:
        mark_creating([account])
        try:
            return Synced(client.create_subscriber(want).id, digest(want))
        except Rejected:
            # Somebody may have made it since we looked; then it is adopted like one that was there before.
            have = client.get_subscriber(want.msisdn)
            if have is None:
                raise
    return correct(account, want, have, client)


def mark_creating(accounts: Sequence[SipAccount]) -> None:
    """Note before a POST that a subscriber of these names, should one appear, is ours."""
    SipAccount.objects.filter(pk__in=[account.pk for account in accounts]).update(remote_id=CREATING)


def correct(account: SipAccount, want: SubscriberSpec, have: Subscriber, client: CloudonixClient) -> Synced:
    """Make a subscriber that is there equal to what is wanted. Raises what the client raises."""
    known = hmac.compare_digest(account.synced_digest, digest(want))
    change = diff(want, have, password_is_known=known)
    if apply(change, client) is None and isinstance(change, Update):
        raise Unavailable("The subscriber vanished from Cloudonix while OPBX changed it.")
    return Synced(have.id, digest(want))


def remove(
    frozen: dict[str, str],
    client: CloudonixClient,
    look_up: Callable[[str], Subscriber | None] | None = None,
) -> None:
    """Delete the subscriber of a SIP account that is gone, if it is still the one that we made.

    frozen: "username" and "remote_id" as they were; an empty remote_id means that we never made one.
    look_up: how a name's subscriber is found, when not by asking the client.
    """
    username, remote_id = frozen.get("username", ""), frozen.get("remote_id", "")
    if not username or not remote_id or SipAccount.objects.filter(username=username).exists():
        return  # a living account of the same name has its own item and keeps the subscriber
    have = (look_up or client.get_subscriber)(username)
    if have is not None and remote_id in {have.id, CREATING}:
        apply(diff(None, have, password_is_known=False), client)


def digest(spec: SubscriberSpec) -> str:
    """A keyed digest of what was written: whether it is still wanted, and nothing about the password."""
    key = sha256(b"cloudonix.sync.subscribers\x00" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, msgspec.json.encode(spec, order="deterministic"), "sha256").hexdigest()
