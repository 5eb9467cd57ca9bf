"""Acting on many routed objects of a list at once."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from opbx.bulk import Skipped, sentence
from opbx.errors import NotAcceptable
from routing.models import Announcement, PhoneNumber
from routing.services import ObjectReplacement, delete_object, delete_objects, switch_objects
from routing.services.announcements import ANNOUNCEMENTS
from tenants.context import in_tenant


@pytest.fixture
def three(make_object):
    return [make_object(name) for name in ("Closing", "Holidays", "Welcome")]


@pytest.fixture
def in_use(three, lead_number):
    lead_number("+493055501210", three[0])


@pytest.fixture
def send(client):
    """send("disable", rows, …) is what the bulk bar sends."""

    def send(action, rows=(), **more):
        return client.post(
            "/announcements/bulk/", {"action": action, "selected": [str(row.key) for row in rows], **more}
        )

    return send


def told(client, answer) -> str:
    return client.get(answer["Location"]).content.decode()


@pytest.mark.usefixtures("in_acme")
def test_many_are_switched_and_those_that_are_so_already_are_skipped(boss, three):
    switch_objects(boss, ANNOUNCEMENTS, three[:1], on=False)

    result = switch_objects(boss, ANNOUNCEMENTS, three, on=False)

    assert (result.done, result.skipped) == (
        ["Holidays", "Welcome"],
        [Skipped("Closing", "disabled already")],
    )
    assert not Announcement.objects.filter(is_enabled=True).exists()


@pytest.mark.usefixtures("in_acme", "in_use")
def test_those_in_use_stay_unless_there_is_a_replacement(boss, three, make_object):
    result = delete_objects(boss, ANNOUNCEMENTS, three[:2])
    assert (result.done, result.skipped) == (["Holidays"], [Skipped("Closing", "it is in use")])

    with pytest.raises(NotAcceptable, match="being deleted too"):
        delete_objects(boss, ANNOUNCEMENTS, three[:1], replacement=ObjectReplacement(three[0]))
    result = delete_objects(boss, ANNOUNCEMENTS, three[:2], replacement=ObjectReplacement(None))
    assert (result.done, result.skipped) == (["Closing"], [Skipped("Holidays", "deleted meanwhile")])
    assert PhoneNumber.objects.get().destination_kind == "hang_up"


@pytest.mark.usefixtures("in_acme")
def test_who_may_not_change_them_changes_none(user, actor_for, three):
    with pytest.raises(PermissionDenied):
        switch_objects(actor_for(user), ANNOUNCEMENTS, three, on=False)
    with pytest.raises(PermissionDenied):
        delete_objects(actor_for(user), ANNOUNCEMENTS, three)


def test_the_bar_disables_at_once_when_no_caller_notices(client, send, three):
    answer = send("disable", three[:2], query="status=active")

    assert answer["Location"] == "/announcements/?status=active"
    assert "Disabled 2 announcements." in told(client, answer)


@pytest.mark.usefixtures("in_use")
def test_the_bar_asks_when_callers_would_hear_it(client, send, three):
    asked = send("disable", three)
    assert asked.status_code == 200
    assert "callers hear that they are not available:" in asked.content.decode()

    assert "Disabled 3 announcements." in told(client, send("disable", three, confirmed="3"))


@pytest.mark.usefixtures("in_use")
def test_the_bar_deletes_with_a_replacement(client, send, three, make_object, acme):
    asked = send("delete", three[:2])
    assert "1 place leads here and will change:" in asked.content.decode()
    refused = send("delete", three[:2], confirmed="2")
    assert refused.status_code == 422
    assert "Choose where these calls go instead." in refused.content.decode()

    answer = send("delete", three[:2], confirmed="2", replacement="hang_up")
    assert "Deleted 2 announcements." in told(client, answer)
    with in_tenant(acme):
        assert Announcement.objects.get().name == "Welcome"


def test_rows_that_went_meanwhile_are_asked_about_again(client, send, acme, boss, three):
    with in_tenant(acme):
        delete_object(boss, ANNOUNCEMENTS, three[0])

    assert send("delete", three, confirmed="3").status_code == 422


def test_many_are_deleted_only_by_somebody_who_types_it(client, send, make_object):
    rows = [make_object(f"Welcome {count}") for count in range(11)]

    assert "Type delete 11 to confirm" in send("delete", rows).content.decode()
    assert send("delete", rows, confirmed="11", typed="yes").status_code == 422
    assert send("delete", rows, confirmed="11", typed="Delete 11").status_code == 302


def test_all_that_match_are_meant_with_the_filters_of_the_list(client, send, three):
    assert "Disabled 1 announcement." in told(client, send("disable", all="1", query="q=Clos"))


def test_nothing_selected_nonsense_and_an_unknown_act_change_nothing(client, send, three):
    assert "Select at least one announcement first." in told(client, send("disable"))
    assert "Select at least one" in told(
        client, client.post("/announcements/bulk/", {"action": "delete", "selected": "x"})
    )
    assert send("fly", three).status_code == 404


def test_a_stranger_selects_nothing_of_acme(client_for, stranger, acme, three):
    client_for(stranger).post(
        "/announcements/bulk/", {"action": "disable", "selected": [str(row.key) for row in three]}
    )

    with in_tenant(acme):
        assert Announcement.objects.filter(is_enabled=True).count() == 3


def test_a_plural_of_its_own_is_used(boss):
    from opbx.bulk import BulkResult

    assert (
        sentence(BulkResult(done=["A", "B"]), "Deleted", "directory", "directories")
        == "Deleted 2 directories."
    )
