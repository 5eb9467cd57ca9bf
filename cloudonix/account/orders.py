"""Making an organization's domain at Cloudonix and pairing it, in a worker that may be killed at any point.

Each step looks before it makes. What OPBX made carries a mark (the domain) or a name (its key), so that a step
whose end nobody wrote down is found instead of being done twice.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.utils import timezone

from audit.actors import Actor
from cloudonix.account import CHECK_SWEEP
from cloudonix.account.customer import REFUSED, UNREADABLE, customer_of
from cloudonix.api import ApiKey, CustomerClient, Domain, Misconfigured, Rejected, Unavailable
from cloudonix.models import Connection, DomainOrder, PlatformAccount
from cloudonix.services.connection import API_KEY, connect_here
from cloudonix.sync.turns import alone
from opbx.crypto import SecretUnreadable
from opbx.errors import DomainError
from opbx.logs import get_logger
from tenants.context import current_organization, in_tenant
from tenants.due import make_due
from tenants.models import Organization

log = get_logger(__name__)
Result = TypeVar("Result")
ACTOR = Actor.system("OPBX provisioning")
MARK = "opbx-organization"  # the profile key of a domain that says for whom OPBX made it
# How soon an organization that is still being made is looked at again, while it is new and later.
NOT_YET, NOT_YET_FOR_LONG, NEW = timedelta(seconds=3), timedelta(minutes=1), timedelta(minutes=5)
LOCK = 0x09C0  # the first half of our advisory lock; the second is the organization


@dataclass(frozen=True)
class Step:
    key: str
    title: str


STEPS = (
    Step("domain", "Make the domain"),
    Step("key", "Make an API key of the domain"),
    Step("connect", "Connect the organization with it"),
)


class Failed(Exception):
    """A step cannot be done; the text says what to do about it."""


def make_domain() -> datetime | None:
    """Do what is left of the current organization's order; returns when to look again, None when it is over."""
    organization = current_organization()
    with alone(LOCK, organization.pk) as is_free:
        order = _order_of(organization)
        if order is None or not order.is_open:
            return None
        if not is_free or organization.provisioned_at is None:
            now = timezone.now()
            return now + (NOT_YET if now - organization.created_at < NEW else NOT_YET_FOR_LONG)
        _Making(order, organization).run()
    return None


@dataclass(frozen=True)
class _Making:
    order: DomainOrder
    organization: Organization

    def run(self) -> None:
        self._note(state=DomainOrder.State.RUNNING, error="")
        try:
            self._make()
        except Unavailable as error:
            self._fail(f"{error} Try again in a minute.")
        except Misconfigured:
            self._fail(REFUSED)
            make_due(CHECK_SWEEP, organization=_platform())  # the account's page says so, too
        except Rejected as error:
            self._fail(f"Cloudonix refused this: {error.reason.rstrip('.')} (status {error.status}).")
        except SecretUnreadable:
            self._fail(UNREADABLE)
        except (Failed, DomainError) as error:
            self._fail(str(error))

    def _make(self) -> None:
        customer = self._customer()
        domain = self._step("domain", lambda: self._domain(customer))
        api_key = self._step("key", lambda: self._key(customer, domain))
        self._step("connect", lambda: self._connect(domain, api_key))
        self._note(state=DomainOrder.State.DONE, finished_at=timezone.now())
        log.info("domain_made", organization=self.organization.slug, domain=domain.domain)

    def _customer(self) -> CustomerClient:
        with in_tenant(_platform()):
            account = PlatformAccount.objects.first()
            if account is None or not account.customer_key:
                raise Failed("There is no customer key any more. Enter one under Settings, then try again.")
            return customer_of(account)

    def _domain(self, customer: CustomerClient) -> Domain:
        mark, name = str(self.organization.key), self.order.name
        there = customer.list_domains()
        ours = next((one for one in there if one.profile.get(MARK) == mark), None)
        if ours is not None:
            return ours
        if any(one.domain.lower() == name for one in there):
            raise Failed(
                f"The account has a domain {name} already, which was not made for this organization. "
                "Enter another name, or connect that domain in the organization’s own settings."
            )
        try:
            return customer.create_domain(name, profile={MARK: mark})
        except Rejected as error:
            raise Failed(
                f"Cloudonix refused the name {name}: {error.reason.rstrip('.')}. Enter another name."
            ) from None

    def _key(self, customer: CustomerClient, domain: Domain) -> str:
        """The domain's API key, found or made; "" when the organization is connected with one already."""
        row = Connection.current()
        if row is not None and row.api_key:
            self._refuse_another(row, domain)
            if row.is_connected:
                return ""
        name = key_name(self.organization)
        for one in customer.list_domain_keys(domain.uuid or domain.domain):
            if one.name != name or not one.active:
                continue
            if _is_whole(one):
                return one.key_id
            # A key that is shown in part only is of no use to anybody.
            customer.delete_domain_key(domain.uuid or domain.domain, one.id)
        return customer.create_domain_key(domain.uuid or domain.domain, name).key_id

    def _refuse_another(self, row: Connection, domain: Domain) -> None:
        names = {domain.domain.lower(), domain.uuid.lower(), domain.id}
        if row.domain not in names:
            raise Failed(
                f"The organization entered another domain itself: {row.domain}. "
                "Disconnect it in the organization’s own settings, then try again."
            )

    def _connect(self, domain: Domain, api_key: str) -> None:
        row = Connection.current()
        if row is None or not row.is_connected:
            connect_here(ACTOR, domain=domain.domain, api_key=api_key)

    def _step(self, key: str, act: Callable[[], Result]) -> Result:
        self._note(step=key)
        return act()

    def _fail(self, sentence: str) -> None:
        self._note(state=DomainOrder.State.FAILED, error=sentence[:300])

    def _note(self, **fields: object) -> None:
        with in_tenant(_platform()):
            DomainOrder.objects.filter(pk=self.order.pk).update(**fields)


def key_name(organization: Organization) -> str:
    """By which the domain's key is found again."""
    return f"opbx-{organization.slug}-{uuid.UUID(str(organization.key)).hex[:8]}"


def _is_whole(key: ApiKey) -> bool:
    return bool(API_KEY.fullmatch(key.key_id)) and "*" not in key.key_id


def _order_of(organization: Organization) -> DomainOrder | None:
    with in_tenant(_platform()):
        return DomainOrder.objects.filter(organization_key=organization.key).first()


def _platform() -> Organization:
    return Organization.objects.get(kind=Organization.Kind.PLATFORM)
