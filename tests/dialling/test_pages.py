"""The pages of the numbering plan."""

from __future__ import annotations

import pytest

from extensions.models import InternalNumber
from routing.compile import compile_plan
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


@pytest.fixture
def taxi_and_porter(acme):
    with in_tenant(acme):
        return [
            SpeedDial.objects.create(number=number, name=name, destination_kind="hang_up")
            for number, name in (("*01", "Taxi"), ("*02", "Porter"))
        ]


def selected(rows, action: str, **more: str) -> dict[str, object]:
    return {"action": action, "selected": [str(row.key) for row in rows], **more}


def test_short_numbers_have_a_list_of_their_own_that_is_searched_and_exported(client, taxi_and_porter):
    listed = text_of(client.get("/dialling/speed-dial/?q=tax"))
    exported = text_of(client.get("/dialling/speed-dial/export/?q=tax"))

    assert "*01" in listed
    assert "Porter" not in listed
    assert exported.splitlines()[1:] == ["*01,Taxi,Hang up,yes"]
    assert "/dialling/speed-dial/" in text_of(client.get("/dialling/"))


def test_short_numbers_are_disabled_and_enabled_together_and_the_next_call_knows(
    client, acme, taxi_and_porter
):
    url = "/dialling/speed-dial/bulk/"

    off = client.post(url, selected(taxi_and_porter, "disable"), follow=True)
    with in_tenant(acme):
        without = compile_plan(acme).speed_dials
        taken = InternalNumber.objects.filter(kind="speed_dial").count()
    again = client.post(url, selected(taxi_and_porter[:1], "disable"), follow=True)
    client.post(url, selected(taxi_and_porter[:1], "enable"))

    assert "Disabled 2 speed dials." in text_of(off)
    assert without == ()
    assert taken == 2
    assert "disabled already" in text_of(again)
    with in_tenant(acme):
        assert [one.code for one in compile_plan(acme).speed_dials] == ["*01"]
    history = text_of(client.get(f"/dialling/speed-dial/{taxi_and_porter[0].key}/"))
    assert "disabled this speed dial" in history
    assert "enabled this speed dial" in history


def test_short_numbers_are_deleted_together_after_a_question(client, acme, taxi_and_porter):
    url = "/dialling/speed-dial/bulk/"

    asked = client.post(url, selected(taxi_and_porter, "delete"))
    with in_tenant(acme):
        kept = SpeedDial.objects.count()
    done = client.post(url, selected(taxi_and_porter, "delete", confirmed="2"), follow=True)

    assert "Delete 2 speed dials?" in text_of(asked)
    assert "*01 Taxi" in text_of(asked)
    assert kept == 2
    assert "Deleted 2 speed dials." in text_of(done)
    with in_tenant(acme):
        assert not SpeedDial.objects.exists()
        assert not InternalNumber.objects.filter(kind="speed_dial").exists()


def test_the_form_switches_a_short_number_too(client, acme, taxi_and_porter):
    row = taxi_and_porter[0]
    sent = {"number": "*01", "name": "Taxi", "version": "1", "destination_kind": "hang_up"}

    client.post(f"/dialling/speed-dial/{row.key}/", sent)

    with in_tenant(acme):
        assert not SpeedDial.objects.get(pk=row.pk).is_enabled


def test_a_stranger_changes_no_short_number_of_another_organization(
    stranger, client_for, acme, taxi_and_porter
):
    answer = client_for(stranger).post(
        "/dialling/speed-dial/bulk/", selected(taxi_and_porter, "disable"), follow=True
    )

    assert "Select at least one speed dial first." in text_of(answer)
    with in_tenant(acme):
        assert SpeedDial.objects.filter(is_enabled=True).count() == 2
