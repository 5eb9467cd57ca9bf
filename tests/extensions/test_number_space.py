"""One number space for extensions and everything else that phones dial, kept by the database."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from extensions.errors import InternalNumberTaken, NumberHeld
from extensions.models import Extension, InternalNumber, VoicemailBox
from extensions.numbering import next_free_number
from extensions.services import (
    add_extensions,
    delete_extension,
    plan_extensions,
    restore_extension,
    update_extension,
)
from extensions.services.internal_numbers import check_internal_number
from opbx.errors import NotAcceptable
from routing.models import RingGroup, Room, RoutedObject
from tests.rows import make_row

pytestmark = pytest.mark.usefixtures("in_acme")


def check_now() -> None:
    """What the commit would do, which a test never reaches."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def taken() -> dict[str, str]:
    rows = InternalNumber.objects.exclude(kind="feature_code")  # which every organization has from the start
    return dict(rows.values_list("number", "kind"))


def test_adding_renumbering_deleting_and_restoring_take_and_free_the_number(boss, make_extension):
    extension = make_extension("101")
    assert taken() == {"101": "extension"}

    update_extension(boss, extension, version=1, number="102")
    assert taken() == {"102": "extension"}

    delete_extension(boss, Extension.objects.get())
    assert taken() == {}

    restore_extension(boss, Extension.with_deleted.get())
    assert taken() == {"102": "extension"}
    check_now()


def test_a_range_of_extensions_takes_its_numbers(boss):
    add_extensions(boss, numbers=["101", "102", "103"])

    assert taken() == dict.fromkeys(("101", "102", "103"), "extension")
    check_now()


def test_what_a_ring_group_has_no_extension_can_have(boss, make_extension):
    RingGroup.objects.create(name="Sales", number="300")

    with pytest.raises(NumberHeld) as refused:
        make_extension("300")
    assert refused.value.message == "300 is the ring group Sales. Use another number, for example 101."
    assert [(one.number, one.reason) for one in plan_extensions(["300", "301"]).skipped] == [
        ("300", "is the ring group Sales")
    ]


def test_what_an_extension_or_another_object_has_no_object_can_have(make_extension):
    make_extension("101")
    room = Room.objects.create(name="Welcome", number="200")

    with pytest.raises(InternalNumberTaken, match="101 is the extension of Amara Okafor"):
        check_internal_number("101", RingGroup())
    with pytest.raises(InternalNumberTaken, match="200 is the conference room Welcome"):
        check_internal_number("200", RingGroup())
    check_internal_number("200", room)
    check_internal_number("", room)


def test_no_object_shadows_an_emergency_number():
    with pytest.raises(NotAcceptable, match="112 calls the emergency services here"):
        check_internal_number("112", RingGroup())


def test_a_free_number_is_free_of_everything(make_extension):
    make_extension("101")
    RingGroup.objects.create(name="Sales", number="102")

    assert next_free_number() == "103"


def test_an_object_gives_its_number_free_when_it_changes_or_goes(make_extension):
    group = RingGroup.objects.create(name="Sales", number="300")
    group.number = "301"
    group.save()
    assert taken() == {"301": "ringgroup"}

    group.delete()

    assert taken() == {}
    make_extension("301")
    check_now()


def test_the_database_lets_no_two_objects_have_one_number(make_extension):
    make_extension("101")

    with pytest.raises(IntegrityError), transaction.atomic():
        RingGroup.objects.create(name="Sales", number="101")


@pytest.mark.parametrize("model", [Extension, VoicemailBox, *RoutedObject.__subclasses__()])
def test_the_database_lets_no_living_object_have_a_number_that_is_not_taken_for_it(model):
    row = make_row(model)

    def past_the_services() -> None:
        model.objects.filter(pk=row.pk).update(number="900")
        check_now()

    with pytest.raises(IntegrityError, match="number_is_taken"), transaction.atomic():
        past_the_services()


def test_the_database_keeps_the_row_of_a_living_extension(make_extension):
    make_extension("101")

    def past_the_services() -> None:
        InternalNumber.objects.filter(kind="extension").delete()
        check_now()

    with pytest.raises(IntegrityError, match="number_is_taken"), transaction.atomic():
        past_the_services()


def test_a_deleted_extension_holds_nothing(make_extension):
    extension = make_extension("101")
    Extension.objects.filter(pk=extension.pk).update(deleted_at=timezone.now())

    InternalNumber.objects.filter(kind="extension").delete()

    check_now()
