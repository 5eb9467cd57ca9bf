"""Two paired organizations with phones and numbers, and Cloudonix asking about their calls."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from audit.actors import Actor
from calls.models import JourneyStep
from extensions.models import Extension, SipAccount
from routing.models import PhoneNumber
from routing.publish import publish
from tenants import request_keys
from tenants.context import in_tenant
from tenants.models import CloudonixDomain, Organization, RequestKey
from tests.cxml.grammar import check_document

ACTOR = Actor.system("tests")
STAGES = count(1)


@dataclass
class Answer:
    """What we answered, already held against the documented CXML."""

    status: int
    body: bytes
    headers: Any
    root: ET.Element = field(init=False)

    def __post_init__(self) -> None:
        self.root = check_document(self.body)

    @property
    def verbs(self) -> list[str]:
        return [verb.tag for verb in self.root]

    @property
    def spoken(self) -> str:
        return self.root.findtext("Say") or ""

    @property
    def rings(self) -> list[str]:
        return [number.text or "" for number in self.root.iter("Number")]

    @property
    def dial(self) -> dict[str, str]:
        return dict(self.root[0].attrib)

    @property
    def link(self) -> str:
        return self.dial["action"].removeprefix("http://localhost:8000")


class Cloudonix:
    """Asks as the platform does: JSON, bearer, X-Cx headers, and a new stage unless told otherwise."""

    def __init__(self, client: Client, organization: Organization, bearer: str, domain: str) -> None:
        self.client = client
        self.organization = organization
        self.bearer = bearer
        self.domain = domain

    def ask(
        self, path: str = "/api/voice/route", *, headers: dict[str, str] | None = None, **fields: Any
    ) -> Answer:
        body = {
            "Session": "call-1",
            "Domain": self.domain,
            "Direction": "inbound",
            "CallStatus": "in-progress",
        } | fields
        sent = {name: value for name, value in body.items() if value is not None}
        return self.send(path, json.dumps(sent), headers=headers)

    def send(
        self,
        path: str = "/api/voice/route",
        body: str | bytes = b"",
        content_type: str = "application/json",
        headers: dict[str, str] | None = None,
    ) -> Answer:
        all_headers = {"authorization": f"Bearer {self.bearer}", "x-cx-stageid": f"{next(STAGES):016x}"} | (
            headers or {}
        )
        response = self.client.post(path, data=body, content_type=content_type, headers=all_headers)
        assert response["Content-Type"] == "application/xml; charset=utf-8"
        return Answer(response.status_code, response.content, response.headers)


def pair(organization: Organization, bearer: str, names: list[str]) -> None:
    RequestKey.objects.create(organization=organization, key_hash=request_keys.hash_of(bearer))
    CloudonixDomain.objects.create(organization=organization, names=names)


def add_extension(number: str, name: str, **more: Any) -> Extension:
    extension = Extension.objects.create(number=number, first_name=name, **more)
    SipAccount.objects.create(extension=extension, username=f"{number}_{name.lower()}", is_default=True)
    return extension


def add_number(e164: str, to: Extension | None) -> PhoneNumber:
    kind = "extension" if to else "hang_up"
    return PhoneNumber.objects.create(e164=e164, destination_kind=kind, destination_extension=to)


@pytest.fixture
def acme_line(acme):
    """acme: 101 Anna, 102 Bert, 103 Off (disabled), 104 without a phone; one number to 101, one hangs up."""
    pair(acme, "acme-secret", ["acme.cloudonix.net", "0f0e-acme", "4101", "sip.acme.example"])
    with in_tenant(acme):
        anna = add_extension("101", "Anna", ring_seconds=15)
        add_extension("102", "Bert")
        add_extension("103", "Off", is_enabled=False)
        Extension.objects.create(number="104", first_name="No phone")
        add_number("+493012345678", anna)
        add_number("+493012345670", None)
        publish(ACTOR, "Set up")
    return acme


@pytest.fixture
def globex_line(globex):
    pair(globex, "globex-secret", ["globex.cloudonix.net"])
    with in_tenant(globex):
        add_number("+493099999999", add_extension("101", "Gina"))
        publish(ACTOR, "Set up")
    return globex


@pytest.fixture
def cloudonix(machine, acme_line, globex_line):
    """Cloudonix speaking for acme."""
    return Cloudonix(machine, acme_line, "acme-secret", "acme.cloudonix.net")


@pytest.fixture
def cloudonix_for_globex(machine, globex_line):
    return Cloudonix(machine, globex_line, "globex-secret", "globex.cloudonix.net")


@pytest.fixture
def journey():
    """journey(organization) is its journey steps, oldest first."""

    def steps(organization: Organization) -> list[JourneyStep]:
        with in_tenant(organization):
            return list(JourneyStep.objects.order_by("pk"))

    return steps
