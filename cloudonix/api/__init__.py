"""The Cloudonix REST API as typed calls: the only place that makes HTTP requests. It knows no models."""

from __future__ import annotations

from cloudonix.api.client import CloudonixClient, Credentials
from cloudonix.api.customer import CustomerClient
from cloudonix.api.errors import CloudonixError, Misconfigured, Rejected, Unavailable
from cloudonix.api.requests import open_http, shared_http
from cloudonix.api.types import (
    Alias,
    ApiKey,
    Application,
    ApplicationSpec,
    Customer,
    Dnid,
    DnidSpec,
    Domain,
    Session,
    Subscriber,
    SubscriberSpec,
    Trunk,
    TrunkSpec,
    Voice,
)

__all__ = [
    "Alias",
    "ApiKey",
    "Application",
    "ApplicationSpec",
    "CloudonixClient",
    "CloudonixError",
    "Credentials",
    "Customer",
    "CustomerClient",
    "Dnid",
    "DnidSpec",
    "Domain",
    "Misconfigured",
    "Rejected",
    "Session",
    "Subscriber",
    "SubscriberSpec",
    "Trunk",
    "TrunkSpec",
    "Unavailable",
    "Voice",
    "open_http",
    "shared_http",
]
