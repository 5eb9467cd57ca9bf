"""Outside numbers in ring groups: saving them, the form and the pages, what uses the trunk, and calls."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from extensions.models import Extension
from opbx.errors import NotAcceptable
from opbx.references import uses_of
from routing.compile import compile_plan
from routing.engine.objects.outbound import NumberKind, OutsideNumber
from routing.engine.objects.ring_groups import Member
from routing.models import CallingClassRow, PhoneNumber, RingGroup, RingGroupMember, Trunk
from routing.publish import publish
from routing.services import GroupMember, add_ring_group, add_trunk, duplicate_object, update_ring_group
from routing.services.ring_groups import RING_GROUPS, member_words
from tenants.context import in_tenant
from tests.ring_groups.test_pages import ADD, LIST, NEW, page_of, rows_in, text_of
from tests.ring_groups.test_services import entry
from tests.voice.conftest import ACTOR, acme_line, cloudonix, globex_line, journey

__all__ = ["acme_line", "cloudonix", "globex_line", "journey"]
ANNA, STANDBY, SOMALIA, OWN = "+491715550183", "+493055509999", "+252612345678", "+493055501210"


@pytest.fixture
def trunk(acme, boss) -> Trunk:
    """The calling class that an organization begins with allows national numbers and mobiles."""
    with in_tenant(acme):
        return add_trunk(boss, name="carrier-out", host="198.51.100.20", direction="outbound")


@pytest.fixture
def make_mixed(acme, boss, people, trunk):
    """make_mixed(strategy="sequential") adds the group Sales of 101 and Anna's mobile."""

    def make(name: str = "Sales", **more) -> RingGroup:
        members = [GroupMember(people[0]), GroupMember(outside="0171 5550183", label=" Anna’s  mobile ")]
        with in_tenant(acme):
            return add_ring_group(
                boss, **{"name": name, "members": members, "destination_kind": "hang_up"} | more
            )

    return make


@pytest.mark.usefixtures("in_acme")
def test_an_outside_number_is_kept_in_e164_with_its_name_compiled_and_told(acme, people, make_mixed):
    group = make_mixed()

    assert compile_plan(acme).ring_groups[0].members == (
        Member(people[0].key),
        Member(None, OutsideNumber(ANNA, NumberKind.MOBILE, "DE"), "Anna’s mobile"),
    )
    assert member_words(group) == "101, Anna’s mobile +49 171 5550183"
    assert entry().changes["members"] == [None, "101, Anna’s mobile +49 171 5550183"]


@pytest.mark.usefixtures("in_acme")
@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ([GroupMember(outside="12")], "This number lacks its area code."),
        ([GroupMember(outside="Anna")], "This is not a phone number."),
        ([GroupMember(outside=SOMALIA)], "cannot ring. The calling class National does not allow"),
        ([GroupMember(outside=ANNA), GroupMember(outside="0171 5550183")], "is in the list twice."),
        ([GroupMember(outside=ANNA, label="x" * 41)], "Use 40 characters at most for what"),
        ([GroupMember(outside=OWN)], "It is one of your own phone numbers"),
    ],
)
@pytest.mark.usefixtures("trunk")
def test_what_may_not_ring_is_refused_when_it_is_saved(boss, members, sentence):
    PhoneNumber.objects.create(e164=OWN, destination_kind="hang_up")

    with pytest.raises(NotAcceptable, match=re.escape(sentence)) as caught:
        add_ring_group(boss, name="Sales", members=members, destination_kind="hang_up")

    assert caught.value.field == "members"
    assert not RingGroup.objects.exists()


@pytest.mark.usefixtures("in_acme")
def test_without_a_trunk_an_outside_number_is_refused_unless_it_is_off(boss, people):
    anna = {"outside": ANNA, "label": "Anna"}
    with pytest.raises(NotAcceptable, match="No outbound trunk is enabled"):
        add_ring_group(boss, name="Sales", members=[GroupMember(**anna)], destination_kind="hang_up")

    members = [GroupMember(people[0]), GroupMember(is_enabled=False, **anna)]
    add_ring_group(boss, name="Sales", members=members, destination_kind="hang_up")


@pytest.mark.usefixtures("in_acme")
def test_names_and_order_are_changed_copied_and_saved_again_without_a_change(boss, people, make_mixed):
    group = make_mixed()
    turned = [GroupMember(outside=ANNA, label="Anna’s mobile"), GroupMember(people[0])]

    update_ring_group(boss, group, version=1, members=turned)
    assert update_ring_group(boss, group, version=2, members=turned).version == 2
    copy = duplicate_object(boss, RING_GROUPS, group)

    assert member_words(copy) == member_words(group) == "Anna’s mobile +49 171 5550183, 101"


@pytest.mark.usefixtures("in_acme")
def test_a_trunk_is_used_by_the_groups_that_ring_outside(make_mixed, trunk):
    make_mixed()

    assert "its outside members ring over the outbound trunks" in [use.role for use in uses_of(trunk)]


@pytest.mark.usefixtures("people", "trunk")
def test_the_form_adds_a_number_without_a_script_and_saves_what_is_typed_at_once(client, acme):
    sent = {**NEW, "members": ["101"], "members-on": ["101"], "members-outside": "0171 5550183"}

    shown = text_of(client.post(ADD, {**sent, "members-label": "Anna’s mobile", "_arrange": "add"}))
    assert rows_in(shown.replace("+", "")) == ["101", ANNA.removeprefix("+")]
    assert f'name="members-label-{ANNA}" value="Anna’s mobile"' in shown
    saved = client.post(ADD, {**sent, "members-label": "Anna’s mobile"})

    assert saved.status_code == 302
    with in_tenant(acme):
        assert [str(member) for member in RingGroupMember.objects.order_by("position")] == [
            "101 Anna",
            "Anna’s mobile",
        ]


@pytest.mark.usefixtures("people", "trunk")
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"members-outside": "12"}, "This number lacks its area code."),
        ({"members-label": "Anna"}, "Enter the number of Anna."),
        (
            {"members": [ANNA], "members-on": [ANNA], "members-outside": "0171 5550183"},
            "in the list already.",
        ),
        ({"members-outside": SOMALIA}, "The calling class National does not allow"),
        ({"members": ["+nonsense"], "members-on": ["+nonsense"]}, "This is not a phone number."),
    ],
)
def test_a_number_that_does_not_fit_is_said_at_the_members_and_kept(client, typed, sentence):
    answer = client.post(ADD, {**NEW, **typed})

    assert answer.status_code == 422
    text = text_of(answer)
    assert sentence in text
    assert all(
        value in text
        for values in typed.values()
        for value in ([values] if isinstance(values, str) else values)
    )


def test_an_edit_shows_names_and_keeps_them(client, acme, make_mixed):
    group = make_mixed()
    page = f"{page_of(group)}edit/"
    assert 'value="Anna’s mobile"' in text_of(client.get(page))

    sent = {
        **NEW,
        "version": "1",
        "members": [ANNA, "101"],
        "members-on": [ANNA],
        f"members-label-{ANNA}": "Anna",
    }
    assert client.post(page, sent).status_code == 302

    with in_tenant(acme):
        assert member_words(group) == "Anna +49 171 5550183, 101 (off)"


def test_the_page_and_the_export_name_outside_numbers(client, make_mixed):
    group = make_mixed()

    text = text_of(client.get(page_of(group)))
    [row] = csv.DictReader(io.StringIO(client.get(f"{LIST}export/").content.decode("utf-8-sig")))

    assert "Anna’s mobile" in text
    assert "Rings 1 extension and then 1 outside number for 20 s each; a call" in text
    assert row["Members"] == "101, Anna’s mobile +49 171 5550183"
    for find in ("anna", "0171 5550183", "101"):
        assert "Sales" in text_of(client.get(LIST, {"q": find}))
    flow = text_of(client.get(f"/flow/ring_group/{group.key}/"))
    assert "rings outside" in flow
    assert "+49 171 5550183" in flow


def test_a_number_that_may_no_longer_ring_is_marked(client, acme, make_mixed):
    group = make_mixed()
    with in_tenant(acme):
        CallingClassRow.objects.all().delete()

    text = text_of(client.get(page_of(group)))

    assert "Anna’s mobile cannot ring. The calling class National does not allow" in text
    assert "Cannot ring" in text
    assert "Needs attention" in text_of(client.get(LIST))


def test_a_long_list_of_groups_asks_no_more_queries(client, make_mixed):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(LIST).status_code == 200
        return len(captured)

    make_mixed()
    queries()
    one = queries()
    for count in range(4):
        make_mixed(f"Sales {count}")

    assert queries() == one


@pytest.mark.usefixtures("acme_line", "trunk")
def test_a_call_rings_the_extensions_and_then_the_numbers_outside(acme, boss, cloudonix):
    with in_tenant(acme):
        anna = Extension.objects.get(number="101")
        members = [GroupMember(outside=ANNA), GroupMember(anna)]
        group = add_ring_group(boss, name="Sales", members=members, destination_kind="hang_up")
        PhoneNumber.objects.create(e164=OWN, destination_kind="ring_group", destination_ring_group=group)
        publish(ACTOR, "tests")

    call = {"To": OWN, "From": "+442079460331", "CallerName": "Jo"}
    inside = cloudonix.ask(**call)
    outside = cloudonix.ask(inside.link, **call | {"CallStatus": "no-answer"})
    over = cloudonix.ask(outside.link, **call | {"CallStatus": "completed"})

    assert (len(inside.rings), inside.dial.get("trunks")) == (1, None)
    assert (outside.rings, outside.dial["trunks"], outside.dial["callerName"]) == (
        [ANNA],
        "carrier-out",
        "Jo",
    )
    assert over.verbs == ["Hangup"]


def test_a_stranger_sees_no_number_of_this_organization(client_for, stranger, make_mixed):
    assert client_for(stranger).get(page_of(make_mixed())).status_code == 404
