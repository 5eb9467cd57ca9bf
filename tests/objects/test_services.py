"""Adding, changing, switching, duplicating and deleting a routed object of any kind."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from audit.models import Entry
from extensions.errors import InternalNumberTaken
from extensions.services.internal_numbers import check_internal_number
from opbx.errors import ChangedMeanwhile, DomainError, NotAcceptable
from routing.errors import NameTaken, ObjectInUse
from routing.models import Announcement, RingGroup
from routing.services import (
    ObjectReplacement,
    add_announcement,
    delete_object,
    duplicate_object,
    switch_object,
    update_announcement,
)
from routing.services.announcements import ANNOUNCEMENTS
from tenants.context import in_tenant

pytestmark = pytest.mark.usefixtures("in_acme")


def actions() -> list[str]:
    return list(
        Entry.objects.filter(action__startswith="announcement.")
        .order_by("id")
        .values_list("action", flat=True)
    )


def test_an_object_is_added_with_its_entry(boss):
    row = add_announcement(boss, name=" Welcome ", source="text", text="Hello.", number="300")

    assert (row.name, row.number, row.is_enabled, row.version) == ("Welcome", "300", True, 1)
    entry = Entry.objects.get(action="announcement.added")
    assert (entry.object_label, entry.changes["number"]) == ("Welcome", ["", "300"])


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"name": "  "}, "name", "Enter a name."),
        ({"name": "a\nb"}, "name", "Leave out line breaks"),
        ({"name": "x" * 61}, "name", "at most 60"),
        ({"number": "3-0"}, "number", "Use 1 to 20 digits"),
        ({"number": "112"}, "number", "112 calls the emergency services here."),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(boss, values, field, sentence):
    with pytest.raises(NotAcceptable) as caught:
        add_announcement(boss, **{"name": "Welcome", "source": "text", "text": "Hello.", **values})

    assert caught.value.field == field
    assert sentence in caught.value.message
    assert not Announcement.objects.exists()


def test_a_name_is_taken_once_whatever_its_letters(boss, make_object):
    make_object("Welcome")

    with pytest.raises(NameTaken, match="Another announcement is called WELCOME"):
        make_object("WELCOME")


def test_an_internal_number_belongs_to_one_object_of_all_kinds_and_extensions(
    boss, make_object, make_extension
):
    make_extension("101", "Amara")
    RingGroup.objects.create(name="Sales", number="300")
    row = make_object("Welcome", number="400")

    for number, holder in (
        ("101", "the extension of Amara"),
        ("300", "the ring group Sales"),
        ("400", "the announcement Welcome"),
    ):
        with pytest.raises(InternalNumberTaken, match=f"{number} is {holder}"):
            make_object("Other", number=number)
    check_internal_number("400", row)  # its own
    update_announcement(boss, row, version=1, number="500")
    make_object("Other", number="400")


def test_a_change_counts_versions_and_says_what_changed(boss, make_object):
    row = make_object("Welcome")

    changed = update_announcement(boss, row, version=1, name="Closing", text="Bye.")

    assert (changed.name, changed.version) == ("Closing", 2)
    assert Entry.objects.get(action="announcement.updated").changes == {
        "name": ["Welcome", "Closing"],
        "text": ["Welcome.", "Bye."],
    }


def test_a_change_of_nothing_leaves_no_trace(boss, make_object):
    row = make_object("Welcome")

    assert update_announcement(boss, row, version=1, name="Welcome", text="Welcome.").version == 1
    assert actions() == ["announcement.added"]


def test_the_second_of_two_editors_is_told_who_was_first(boss, admin, actor_for, make_object):
    row = make_object("Welcome")
    update_announcement(actor_for(admin), row, version=1, text="Adam's.")

    with pytest.raises(ChangedMeanwhile, match="Adam changed the announcement Welcome"):
        update_announcement(boss, row, version=1, text="Olivia's.")


def test_switching_twice_is_one_switch(boss, make_object):
    row = make_object("Welcome")

    switch_object(boss, ANNOUNCEMENTS, row, on=False)
    again = switch_object(boss, ANNOUNCEMENTS, row, on=False)

    assert (again.is_enabled, again.version) == (False, 2)
    assert actions() == ["announcement.added", "announcement.disabled"]


def test_a_copy_has_all_settings_but_no_number_and_a_name_of_its_own(boss, make_object):
    row = make_object("Welcome", number="300", text="Hello.", language="de-DE")
    update_announcement(boss, row, version=1, text="Hello again.")

    first, second = duplicate_object(boss, ANNOUNCEMENTS, row), duplicate_object(boss, ANNOUNCEMENTS, row)

    assert [first.name, second.name] == ["Welcome (copy)", "Welcome (copy 2)"]
    assert (first.text, first.language, first.number, first.version) == ("Hello again.", "de-DE", "", 1)
    assert first.is_enabled
    assert len({row.key, first.key, second.key}) == 3


def test_the_name_of_a_copy_fits_however_long_the_first_one_is(boss, make_object):
    row = make_object("x" * 60)

    assert duplicate_object(boss, ANNOUNCEMENTS, row).name == "x" * 53 + " (copy)"


def test_what_is_in_use_is_not_deleted_without_a_word(boss, make_object, lead_number):
    row = make_object("Welcome")
    lead_number("+493055501210", row)

    with pytest.raises(ObjectInUse, match="1 place uses Welcome"):
        delete_object(boss, ANNOUNCEMENTS, row)

    assert Announcement.objects.exists()
    assert actions() == ["announcement.added"]


def test_with_a_replacement_everything_that_led_to_it_follows(boss, make_object, lead_number):
    row = make_object("Welcome")
    number = lead_number("+493055501210", row)

    delete_object(boss, ANNOUNCEMENTS, row, replacement=ObjectReplacement(None))

    number.refresh_from_db()
    assert (number.destination_kind, number.destination_announcement) == ("hang_up", None)
    assert actions() == ["announcement.added", "announcement.deleted"]


def test_an_object_does_not_replace_itself(boss, make_object):
    row = make_object("Welcome")

    with pytest.raises(NotAcceptable, match="is being deleted"):
        delete_object(boss, ANNOUNCEMENTS, row, replacement=ObjectReplacement(row))


def test_what_was_deleted_meanwhile_is_not_there(boss, make_object):
    row = make_object("Welcome")
    delete_object(boss, ANNOUNCEMENTS, row)

    for act in (
        lambda: update_announcement(boss, row, version=1, text="Bye."),
        lambda: switch_object(boss, ANNOUNCEMENTS, row, on=False),
        lambda: duplicate_object(boss, ANNOUNCEMENTS, row),
        lambda: delete_object(boss, ANNOUNCEMENTS, row),
    ):
        with pytest.raises(Http404, match="deleted meanwhile"):
            act()


@pytest.mark.parametrize("who", ["user", "reporter"])
def test_who_may_not_change_such_objects_changes_none(request, who, actor_for, make_object):
    row, actor = make_object("Welcome"), actor_for(request.getfixturevalue(who))

    for act in (
        lambda: add_announcement(actor, name="Other", source="text", text="Hello."),
        lambda: update_announcement(actor, row, version=1, text="Bye."),
        lambda: switch_object(actor, ANNOUNCEMENTS, row, on=False),
        lambda: duplicate_object(actor, ANNOUNCEMENTS, row),
        lambda: delete_object(actor, ANNOUNCEMENTS, row),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert actions() == ["announcement.added"]


def test_the_same_names_and_numbers_are_free_in_another_organization(
    globex, stranger, actor_for, make_object
):
    make_object("Welcome", number="300")

    with in_tenant(globex):
        try:
            add_announcement(actor_for(stranger), name="Welcome", source="text", text="Hello.", number="300")
        except DomainError as error:  # pragma: no cover - what the test is about
            pytest.fail(error.message)
