"""The pages of the numbering plan."""

from __future__ import annotations

import pytest

from routing.models import FeatureCode, RingGroup, SpeedDial
from tenants.context import in_tenant


@pytest.fixture
def client(client_for, owner):
    return client_for(owner)


def text_of(page) -> str:
    return page.content.decode()


def test_the_plan_lists_every_number_with_its_holder_and_what_is_free_between(client, acme, make_extension):
    make_extension("101")
    make_extension("109", "Bert")
    with in_tenant(acme):
        RingGroup.objects.create(name="Sales", number="300")

    text = text_of(client.get("/dialling/"))

    assert "Extension of Amara Okafor" in text
    assert "Ring group Sales" in text
    assert "7 numbers" in text
    assert "190 numbers" in text
    assert "Code for “Do not disturb on”" in text


def test_codes_are_changed_on_one_page_and_a_refusal_stands_at_its_code(client, acme):
    with in_tenant(acme):
        rows = list(FeatureCode.objects.all())
    sent = {f"number-{row.act}": row.number for row in rows} | {f"on-{row.act}": "on" for row in rows}

    assert "Nothing was changed." in text_of(client.post("/dialling/codes/", sent, follow=True))
    saved = client.post("/dialling/codes/", {**sent, "number-own_number": "*44"}, follow=True)
    assert "The feature codes were saved." in text_of(saved)
    refused = client.post("/dialling/codes/", {**sent, "number-own_number": "*78"})
    assert refused.status_code == 422
    assert "*78 is the code for “Do not disturb on”." in text_of(refused)


def test_a_short_number_is_made_changed_and_deleted(client, acme, make_extension):
    make_extension("101")
    new = {"number": "*01", "name": "Anna", "destination_kind": "extension", "destination_extension": "101"}

    assert "Speed dial *01 Anna was added." in text_of(
        client.post("/dialling/speed-dial/add/", new, follow=True)
    )
    refused = client.post("/dialling/speed-dial/add/", {**new, "name": "Again"})
    assert refused.status_code == 422
    assert "*01 is the speed dial Anna. Enter another number." in text_of(refused)
    with in_tenant(acme):
        row = SpeedDial.objects.get()
    page = f"/dialling/speed-dial/{row.key}/"
    saved = client.post(page, {**new, "number": "*02", "version": "1"}, follow=True)
    assert "Speed dial *02 Anna was saved." in text_of(saved)
    assert "was deleted." in text_of(client.post(f"{page}delete/", follow=True))
