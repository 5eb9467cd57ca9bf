"""Which site a host name shows: known hosts only, and a change is seen at once."""

from __future__ import annotations

import pytest
from django.test import Client

from tenants import lookup
from tenants.console.services import suspend_organization
from tenants.context import in_tenant
from tenants.models import HostName, Organization


def test_a_host_name_is_looked_up_once(acme, django_assert_num_queries):
    lookup.organization_of_host("acme.localhost")

    with django_assert_num_queries(0):
        assert lookup.organization_of_host("acme.localhost") == acme


def test_a_suspension_is_seen_by_the_next_request(
    platform, acme, platform_manager, actor_for, django_capture_on_commit_callbacks
):
    lookup.organization_of_host("acme.localhost")

    with in_tenant(platform), django_capture_on_commit_callbacks(execute=True):
        suspend_organization(actor_for(platform_manager), organization=acme)

    assert not lookup.organization_of_host("acme.localhost").is_active


@pytest.mark.parametrize(
    "host", ["nobody.localhost", "acme.localhost.evil.example", "localhost.", "127.0.0.1", "xn--", "a" * 300]
)
def test_an_unknown_host_gets_a_page_that_says_so(db, host):
    answer = Client(headers={"host": host}).get("/")

    assert answer.status_code == (302 if host == "localhost." else 404)


def test_an_organization_that_is_not_ready_or_deleted_has_no_site(acme):
    Organization.objects.filter(pk=acme.pk).update(provisioned_at=None)
    assert Client(headers={"host": "acme.localhost"}).get("/sign-in/").status_code == 404


def test_an_organization_may_bring_its_own_host_name(acme):
    HostName.objects.create(domain="phones.acme.example", tenant=acme, is_primary=False)

    answer = Client(headers={"host": "phones.acme.example"}).get("/sign-in/")

    assert answer.status_code == 200
    assert "Acme GmbH" in answer.content.decode()


def test_webhooks_are_answered_on_the_bare_host_only(db):
    bare = Client(headers={"host": "localhost"}).post(
        "/api/voice/route", b"{}", content_type="application/json"
    )
    tenant = Client(headers={"host": "acme.localhost"}).post(
        "/api/voice/route", b"{}", content_type="application/json"
    )

    assert bare.status_code == 401
    assert tenant.status_code == 404
