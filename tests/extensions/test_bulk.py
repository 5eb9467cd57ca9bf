"""Acting on many extensions of the list at once."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Entry
from extensions.models import Department, Extension
from extensions.services import (
    Replacement,
    delete_extension,
    delete_extensions,
    disable_extensions,
    enable_extensions,
    move_extensions,
)
from opbx.bulk import BulkResult, Skipped, sentence
from opbx.errors import NotAcceptable
from routing.models import PhoneNumber, PlanVersion
from tenants.context import in_tenant


@pytest.fixture
def client(client_for, owner):
    return client_for(owner)


@pytest.fixture
def three(make_extension):
    return [make_extension(number) for number in ("101", "102", "103")]


@pytest.fixture
def in_use(three, make_extension, make_number):
    """A number leads to the first of the three; 200 could take its calls."""
    make_extension("200", "Front desk")
    make_number("+493055501210", to=three[0])


@pytest.fixture
def send(client):
    """send("disable", extensions, …) is what the bulk bar sends."""

    def send(action, extensions=(), **more):
        selected = [str(extension.key) for extension in extensions]
        return client.post("/extensions/bulk/", {"action": action, "selected": selected, **more})

    return send


def told(client, answer) -> str:
    return client.get(answer["Location"]).content.decode()


# --- the services ---------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("in_acme")
def test_many_are_switched_in_one_publish_and_those_that_are_so_already_are_skipped(boss, three):
    disable_extensions(boss, three[:1])
    versions = PlanVersion.objects.count()

    result = disable_extensions(boss, three)

    assert result == BulkResult(["102", "103"], [Skipped("101", "disabled already")])
    assert PlanVersion.objects.count() == versions + 1
    assert PlanVersion.objects.order_by("-number")[0].summary == "2 extensions were disabled"
    assert Entry.objects.filter(action="extension.disabled").count() == 3
    assert enable_extensions(boss, three).done == ["101", "102", "103"]
    assert not Extension.objects.filter(is_enabled=False).exists()


@pytest.mark.usefixtures("in_acme")
def test_nothing_to_do_is_no_publish(boss, three):
    versions = PlanVersion.objects.count()

    result = enable_extensions(boss, three)

    assert (result.done, len(result.skipped)) == ([], 3)
    assert PlanVersion.objects.count() == versions


@pytest.mark.usefixtures("in_acme")
def test_many_move_to_a_department_and_out_of_it(boss, three):
    sales = Department.objects.create(name="Sales")

    assert move_extensions(boss, three[:2], department=sales).done == ["101", "102"]
    result = move_extensions(boss, three, department=sales)
    assert result.skipped == [Skipped("101", "in Sales already"), Skipped("102", "in Sales already")]
    assert move_extensions(boss, three, department=None).done == ["101", "102", "103"]


@pytest.mark.usefixtures("in_acme")
def test_many_are_deleted_and_what_led_to_them_goes_to_the_one_replacement(
    boss, three, make_extension, make_number
):
    heir = make_extension("200", "Front desk")
    make_number("+493055501210", to=three[0])
    make_number("+493055501211", to=three[1])

    result = delete_extensions(boss, three, replacement=Replacement(heir))

    assert result.done == ["101", "102", "103"]
    assert set(PhoneNumber.objects.values_list("destination_extension", flat=True)) == {heir.pk}
    assert Extension.objects.get() == heir


@pytest.mark.usefixtures("in_acme")
def test_without_a_replacement_those_in_use_stay(boss, three, make_number):
    make_number("+493055501210", to=three[0])

    result = delete_extensions(boss, three)

    assert result == BulkResult(["102", "103"], [Skipped("101", "calls are sent to it")])
    assert Entry.objects.filter(action="extension.deleted").count() == 2


@pytest.mark.usefixtures("in_acme")
def test_one_that_is_deleted_too_replaces_nothing(boss, three, make_number):
    make_number("+493055501210", to=three[0])

    with pytest.raises(NotAcceptable, match="being deleted too"):
        delete_extensions(boss, three, replacement=Replacement(three[1]))

    assert Extension.objects.count() == 3


@pytest.mark.usefixtures("in_acme")
def test_what_was_deleted_meanwhile_is_skipped(boss, three):
    delete_extension(boss, three[0])

    assert disable_extensions(boss, three).skipped == [Skipped("101", "deleted meanwhile")]


@pytest.mark.usefixtures("in_acme")
@pytest.mark.parametrize("act", [enable_extensions, disable_extensions, delete_extensions])
def test_a_pbx_user_acts_on_none(user, actor_for, three, act):
    with pytest.raises(PermissionDenied):
        act(actor_for(user), three)


def test_a_result_is_told_in_one_sentence_by_reason():
    skipped = [Skipped(str(number), "disabled already") for number in range(101, 106)]

    assert sentence(BulkResult(["1"], []), "Disabled", "extension") == "Disabled 1 extension."
    assert sentence(
        BulkResult(["1", "2"], [*skipped, Skipped("107", "calls are sent to it")]), "Deleted", "box"
    ) == ("Deleted 2 boxs. 6 skipped: 101, 102, 103 and 2 more: disabled already; 107: calls are sent to it.")
    assert sentence(BulkResult([], skipped[:1]), "Disabled", "extension").startswith(
        "No extension was changed. 1"
    )


# --- the page -------------------------------------------------------------------------------------------------


def test_enabling_is_done_at_once_and_leads_back_to_the_same_filters(client, acme, three, send):
    answer = send("enable", three, query="q=10&status=disabled&page=2")

    assert answer["Location"] == "/extensions/?q=10&status=disabled&page=2"
    assert "No extension was changed. 3 skipped: 101, 102, 103: active already." in told(client, answer)


def test_disabling_asks_only_when_calls_lead_there(client, acme, three, send, make_number):
    assert send("disable", three[1:]).status_code == 302
    make_number("+493055501210", to=three[0])

    page = send("disable", three).content.decode()
    assert "Disable 3 extensions?" in page
    assert "+49 30 55501210" in page
    answer = send("disable", three, confirmed="3")

    assert "Disabled 1 extension. 2 skipped: 102, 103: disabled already." in told(client, answer)


@pytest.mark.usefixtures("in_use")
def test_deleting_asks_and_one_replacement_serves_all(client, acme, three, send):
    page = send("delete", three).content.decode()
    assert "Delete 3 extensions?" in page
    offered = page[page.index("Send these calls to") :].split("</select>")[0]
    assert "200 Front desk" in offered
    assert "101 Amara" not in offered
    refused = send("delete", three, confirmed="3")
    assert refused.status_code == 422
    assert "Choose where these calls go instead." in refused.content.decode()
    answer = send("delete", three, confirmed="3", replacement="200")

    assert "Deleted 3 extensions." in told(client, answer)
    with in_tenant(acme):
        assert [row.number for row in Extension.objects.all()] == ["200"]


def test_more_than_ten_are_deleted_by_typing_it(client, acme, send, make_extension):
    many = [make_extension(str(number)) for number in range(201, 212)]

    assert "Type delete 11 to confirm" in send("delete", many).content.decode()
    assert send("delete", many, confirmed="11", typed="delete").status_code == 422
    assert send("delete", many, confirmed="11", typed="Delete 11 ").status_code == 302
    with in_tenant(acme):
        assert not Extension.objects.exists()


def test_when_other_rows_match_by_now_somebody_looks_again(acme, three, send):
    page = send("delete", three, confirmed="2")

    assert page.status_code == 422
    assert "Delete 3 extensions?" in page.content.decode()
    with in_tenant(acme):
        assert Extension.objects.count() == 3


def test_all_that_match_the_filters_are_meant_also_those_of_other_pages(client, acme, send, make_extension):
    for number in range(201, 230):
        make_extension(str(number))
    make_extension("301")

    answer = send("disable", all="1", query="q=2&page=2")

    assert "Disabled 29 extensions." in told(client, answer)
    with in_tenant(acme):
        assert Extension.objects.get(is_enabled=True).number == "301"


def test_a_department_is_chosen_on_a_page(client, acme, three, send):
    with in_tenant(acme):
        sales = Department.objects.create(name="Sales")
    assert "Move them to" in send("move", three).content.decode()

    answer = send("move", three, confirmed="3", department=str(sales.key))

    assert "Moved 3 extensions." in told(client, answer)
    with in_tenant(acme):
        assert Extension.objects.filter(department=sales).count() == 3


def test_nothing_selected_says_so_and_nonsense_is_nothing(client, three, send):
    assert "Select at least one extension first." in told(client, send("enable"))
    answer = client.post("/extensions/bulk/", {"action": "enable", "selected": ["1", "x", three[0].pk]})
    assert "Select at least one extension first." in told(client, answer)
    assert send("explode", three).status_code == 404


def test_the_list_carries_check_boxes_and_the_bar_for_those_who_may_change(client, three):
    page = client.get("/extensions/?q=10").content.decode()

    assert f'name="selected" value="{three[0].key}"' in page
    assert 'aria-label="Select extension 101"' in page
    assert 'name="query" value="q=10"' in page
    assert "that match" not in page, "one page holds them all"


def test_a_stranger_reaches_none_of_them(client_for, stranger, acme, three):
    selected = [str(extension.key) for extension in three]

    client_for(stranger).post(
        "/extensions/bulk/", {"action": "delete", "selected": selected, "confirmed": "3"}
    )

    with in_tenant(acme):
        assert Extension.objects.count() == 3


def test_the_list_is_filtered_by_department(client, acme, three, boss):
    with in_tenant(acme):
        sales = Department.objects.create(name="Sales")
        move_extensions(boss, three[:1], department=sales)

    assert "/extensions/102/" not in client.get(f"/extensions/?department={sales.key}").content.decode()
    assert "/extensions/101/" not in client.get("/extensions/?department=none").content.decode()
    assert "/extensions/101/" in client.get("/extensions/?department=nonsense").content.decode()


def test_what_is_done_to_one_row_leads_back_to_the_same_filters_too(client, three):
    page = client.get("/extensions/?q=10&page=1").content.decode()
    assert 'href="/extensions/101/delete/?q=10&amp;page=1&amp;from=list"' in page
    assert 'action="/extensions/101/enabled/?q=10&amp;page=1&amp;from=list"' in page

    switched = client.post("/extensions/101/enabled/?q=10&page=1&from=list", {"enabled": "0"})
    assert switched["Location"] == "/extensions/?q=10&page=1"
    assert client.post("/extensions/101/enabled/", {"enabled": "1"})["Location"] == "/extensions/101/"
    assert (
        client.post("/extensions/101/delete/?q=10&page=1&from=list")["Location"] == "/extensions/?q=10&page=1"
    )
    assert client.post("/extensions/102/delete/?next=//evil.example")["Location"] == "/extensions/"
