"""Secrets at rest open only where they were put, and only with a key of the ring."""

from __future__ import annotations

import base64

import pytest
from django.core.exceptions import ImproperlyConfigured

from cloudonix.models import Connection
from opbx.crypto import Secret, SecretUnreadable
from tenants.context import in_tenant

OLD, NEW = (
    f"{name}:{base64.b64encode(bytes([fill]) * 32).decode()}" for name, fill in (("v1", 1), ("v2", 2))
)


def test_a_secret_comes_back_as_it_was_and_is_not_readable_in_the_row(in_acme):
    row = Connection()

    row.set_secret("api_key", "XI0123456789")

    assert "XI0123456789" not in row.api_key
    assert row.get_secret("api_key").reveal() == "XI0123456789"
    assert row.get_secret("request_key") is None


def test_a_secret_does_not_open_in_another_row_column_or_organization(acme, globex):
    with in_tenant(acme):
        row, other = Connection(), Connection()
        row.set_secret("api_key", "top secret")
        other.api_key = row.request_key = row.api_key
        for place in ((other, "api_key"), (row, "request_key")):
            with pytest.raises(SecretUnreadable):
                place[0].get_secret(place[1])

    with in_tenant(globex), pytest.raises(SecretUnreadable):
        row.get_secret("api_key")


def test_a_new_key_in_front_still_opens_what_the_old_one_closed(in_acme, settings):
    settings.KEY_RING = OLD
    row = Connection()
    row.set_secret("api_key", "made with v1")

    settings.KEY_RING = f"{NEW},{OLD}"

    assert row.get_secret("api_key").reveal() == "made with v1"
    row.set_secret("api_key", "made with v2")
    assert row.api_key.startswith("v2:")

    settings.KEY_RING = OLD
    with pytest.raises(SecretUnreadable, match="v2"):
        row.get_secret("api_key")


@pytest.mark.parametrize("ring", ["", "v1:not base64!", "v1:" + base64.b64encode(b"short").decode()])
def test_an_unusable_key_ring_says_what_it_must_look_like(in_acme, settings, ring):
    settings.KEY_RING = ring

    with pytest.raises(ImproperlyConfigured, match="OPBX_KEY_RING"):
        Connection().set_secret("api_key", "anything")


def test_a_secret_is_not_shown_by_accident():
    secret = Secret("hunter2")

    assert "hunter2" not in f"{secret} {secret!r} {[secret]}"
