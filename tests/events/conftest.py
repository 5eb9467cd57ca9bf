"""Cloudonix reporting about acme's calls, and acme's view of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from calls.models import Call
from tenants import request_keys
from tenants.context import in_tenant
from tenants.models import CloudonixDomain, InboxEvent, RequestKey

PAYLOADS = Path(__file__).resolve().parent.parent / "payloads" / "cloudonix"
TOKEN = "4f1c2a7be09d4c55a1f3d2e6b7c80912"
ACME_BEARER = "acme-request-key"
GLOBEX_BEARER = "globex-request-key"


def payload(name: str) -> dict[str, Any]:
    return json.loads((PAYLOADS / f"{name}.json").read_text())


UPDATES = [
    payload(f"answered/{name}") for name in ("1-new", "2-processing", "3-ringing", "4-connected", "5-answer")
]
CDR = payload("answered/cdr")


class Reporter:
    """Sends events as the platform does."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def send(
        self,
        path: str,
        body: object,
        *,
        bearer: str | None = ACME_BEARER,
        headers: dict[str, str] | None = None,
    ) -> HttpResponse:
        content = body if isinstance(body, bytes | str) else json.dumps(body)
        credentials = {} if bearer is None else {"authorization": f"Bearer {bearer}"}
        return self.client.post(
            path, data=content, content_type="application/json", headers=credentials | (headers or {})
        )

    def update(self, body: object, **options: Any) -> HttpResponse:
        return self.send("/api/webhooks/session-update", body, **options)

    def cdr(self, body: object, **options: Any) -> HttpResponse:
        return self.send("/api/webhooks/cdr", body, **options)


@pytest.fixture
def cloudonix(machine, acme, globex) -> Reporter:
    for organization, bearer, name in (
        (acme, ACME_BEARER, "acme.cloudonix.net"),
        (globex, GLOBEX_BEARER, "globex.cloudonix.net"),
    ):
        RequestKey.objects.create(organization=organization, key_hash=request_keys.hash_of(bearer))
        CloudonixDomain.objects.create(organization=organization, names=[name, f"0f0e-{organization.slug}"])
    return Reporter(machine)


@pytest.fixture
def calls_of() -> Callable:
    """calls_of(organization) is its calls, oldest first."""

    def calls(organization) -> list[Call]:
        with in_tenant(organization):
            return list(Call.objects.order_by("pk"))

    return calls


@pytest.fixture
def deliver(cloudonix, run_due_work) -> Callable:
    """deliver(events) sends updates and CDRs and lets the worker fold them."""

    def send_all(events: Iterable[dict[str, Any]]) -> None:
        for event in events:
            response = cloudonix.cdr(event) if "disposition" in event else cloudonix.update(event)
            assert response.status_code == 204
        run_due_work()

    return send_all


def waiting() -> list[InboxEvent]:
    return list(InboxEvent.objects.order_by("pk"))
