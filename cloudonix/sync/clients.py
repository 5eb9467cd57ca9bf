"""The client of the current organization: its key, the process's connections, its domain's rate limit."""

from __future__ import annotations

from django.conf import settings
from django.db import connection

from cloudonix.api import CloudonixClient, Credentials, CustomerClient, shared_http
from cloudonix.models import Connection
from cloudonix.sync.limiter import Limiter, limiter_for
from cloudonix.sync.tally import Tally
from tenants.context import current_organization


def client_for(row: Connection) -> tuple[CloudonixClient, Limiter]:
    """A client for the connection's domain, and the limiter it obeys. Raises SecretUnreadable."""
    api_key = row.get_secret("api_key")
    domain = row.domain_uuid or row.domain
    # By the name that was entered, which stays: counted by the uuid, the requests before the domain was known
    # and those after it would each have a window of their own.
    limiter = limiter_for(row.domain)
    credentials = Credentials(domain=domain, api_key=api_key.reveal() if api_key else "")

    def before_request() -> None:
        refuse_inside_transaction()
        limiter.take()

    return CloudonixClient(
        shared_http(settings.CLOUDONIX_URL),
        credentials,
        before_request=before_request,
        after_request=Tally(current_organization().pk).note,
    ), limiter


def customer_client(api_key: str, limit_as: str) -> CustomerClient:
    """A client of the customer that a key may belong to. limit_as: whose rate limit its requests count in."""
    limiter = limiter_for(limit_as)

    def before_request() -> None:
        refuse_inside_transaction()
        limiter.take()

    return CustomerClient(shared_http(settings.CLOUDONIX_URL), api_key, before_request=before_request)


def refuse_inside_transaction() -> None:
    """Cloudonix may take 15 seconds to answer; no row stays locked that long. Raises RuntimeError."""
    # pytest-django wraps each test in a transaction of its own, which is marked.
    if any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks):
        raise RuntimeError("Cloudonix is never called inside a transaction.")
