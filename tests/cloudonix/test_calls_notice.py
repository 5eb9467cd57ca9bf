"""Pages about extensions and numbers say why calls do not work, and go on working themselves."""

from __future__ import annotations

import pytest

from cloudonix.models import Connection
from extensions.models import Extension
from tenants.context import in_tenant

NOT_YET = "Calls do not work until Cloudonix is connected."
LOST = "The connection to Cloudonix does not work"
PAGES = ["/extensions/", "/extensions/101/", "/numbers/"]


@pytest.fixture
def extension(in_acme):
    return Extension.objects.create(number="101", first_name="Amara")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", ["owner", "admin"])
def test_before_pairing_one_banner_says_so_and_leads_to_the_set_up(
    request, extension, client_for, role, page
):
    answer = client_for(request.getfixturevalue(role)).get(page).content.decode()

    assert answer.count(NOT_YET) == 1
    assert 'href="/settings/cloudonix/set-up/">Set up</a>' in answer


def test_a_user_is_told_without_a_link_that_is_not_for_him(in_acme, user, client_for):
    Extension.objects.create(number="101", first_name="Uma", user=user)

    answer = client_for(user).get("/extensions/101/").content.decode()

    assert NOT_YET in answer
    assert "/settings/cloudonix/" not in answer


@pytest.mark.parametrize("page", PAGES)
def test_a_lost_connection_is_told_with_the_way_to_its_reason(extension, acme, owner, client_for, page):
    with in_tenant(acme):
        Connection.objects.create(domain="acme.cloudonix.net", state="failed")

    answer = client_for(owner).get(page).content.decode()

    assert LOST in answer
    assert "Show why" in answer


@pytest.mark.parametrize("page", PAGES)
def test_while_calls_work_nothing_is_said(extension, acme, owner, client_for, page):
    with in_tenant(acme):
        Connection.objects.create(domain="acme.cloudonix.net", state="connected")

    answer = client_for(owner).get(page).content.decode()

    assert NOT_YET not in answer
    assert LOST not in answer


def test_without_a_connection_people_and_extensions_are_managed_all_the_same(acme, owner, client_for):
    client = client_for(owner)

    answer = client.post("/extensions/add/", {"number": "101", "first_name": "Amara"})

    assert answer.status_code == 302
    assert "Not connected" in client.get("/extensions/").content.decode()
