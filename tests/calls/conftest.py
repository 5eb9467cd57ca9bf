"""Calls of acme for the pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from calls.models import Call
from extensions.models import Extension
from tenants.context import in_tenant


@pytest.fixture
def add_call() -> Callable:
    """add_call(organization, caller=…) adds a call that ended a minute ago, answered after 4 s."""

    def add(organization, **fields: Any) -> Call:
        start = fields.setdefault("started_at", timezone.now() - timedelta(minutes=1))
        values = {
            "session_token": uuid4().hex,
            "caller": "+4915155501830",
            "dialled": "+493012345678",
            "state": "ended",
            "result": "answered",
            "answered_at": start + timedelta(seconds=4),
            "ended_at": start + timedelta(seconds=34),
            "duration_seconds": 34,
            "talk_seconds": 30,
            "last_update_at": start + timedelta(seconds=34),
        }
        with in_tenant(organization):
            return Call.objects.create(**(values | fields))

    return add


@pytest.fixture
def own_extension(acme, user):
    """Extension 101 belongs to the PBX User."""
    with in_tenant(acme):
        return Extension.objects.create(number="101", first_name="Uma", user=user)
