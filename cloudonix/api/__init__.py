"""The Cloudonix REST API as typed calls: the only place that makes HTTP requests. It knows no models."""

from __future__ import annotations

from cloudonix.api.client import CloudonixClient, Credentials, open_http, shared_http
from cloudonix.api.errors import CloudonixError, Misconfigured, Rejected, Unavailable
from cloudonix.api.types import Application, ApplicationSpec, Domain, Subscriber, SubscriberSpec

__all__ = [
    "Application",
    "ApplicationSpec",
    "CloudonixClient",
    "CloudonixError",
    "Credentials",
    "Domain",
    "Misconfigured",
    "Rejected",
    "Subscriber",
    "SubscriberSpec",
    "Unavailable",
    "open_http",
    "shared_http",
]
