"""Adding, changing and deleting phone numbers."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from audit.models import Entry
from extensions.models import Extension
from opbx.errors import ChangedMeanwhile, NotAcceptable
from routing.engine.destinations import HangUp, ToExtension
from routing.errors import NumberAlreadyYours, NumberInUse
from routing.models import PhoneNumber, PlanVersion
from routing.plans import decode_plan
from routing.services import add_number, delete_number, update_number
from tenants.context import in_tenant
from tenants.models import NumberClaim

pytestmark = pytest.mark.usefixtures("in_acme")

BERLIN = "+493055501210"


def published():
    return decode_plan(bytes(PlanVersion.objects.order_by("-number")[0].plan))


def test_a_number_is_kept_in_e164_and_claimed_for_the_organization(boss, acme, make_extension):
    number = add_number(
        boss, e164="030 5550 1210", destination_kind="extension", destination_extension=make_extension("101")
    )

    assert number.e164 == BERLIN
    assert NumberClaim.objects.get(e164=BERLIN).organization == acme


def test_adding_writes_the_log_and_the_next_plan(boss, make_extension):
    extension = make_extension("101")

    add_number(
        boss, e164=BERLIN, destination_kind="extension", destination_extension=extension, label="Office"
    )

    entry = Entry.objects.get(action="number.added")
    assert entry.changes["destination"] == [None, "Extension 101 Amara Okafor"]
    assert published().number_for((BERLIN,)).destination == ToExtension(extension.key)


def test_a_number_twice_in_one_organization_is_refused(boss, make_number):
    make_number(BERLIN)

    with pytest.raises(NumberAlreadyYours, match=r"\+49 30 55501210 is already one of your phone numbers"):
        add_number(boss, e164="030 55501210", destination_kind="hang_up")


def test_a_number_of_another_organization_is_refused_without_saying_whose_it_is(
    boss, globex, stranger, actor_for, make_number
):
    with in_tenant(globex):
        add_number(actor_for(stranger), e164=BERLIN, destination_kind="hang_up")

    with pytest.raises(NumberInUse) as refusal:
        add_number(boss, e164=BERLIN, destination_kind="hang_up")

    assert "already in use on this platform" in refusal.value.message
    assert "globex" not in refusal.value.message.lower()
    assert not PhoneNumber.objects.exists()
    assert not Entry.objects.exists()


def test_the_database_itself_refuses_a_second_claim(acme, globex, make_number):
    make_number(BERLIN)

    with pytest.raises(IntegrityError), transaction.atomic():
        NumberClaim.objects.create(e164=BERLIN, organization=globex)


def test_a_refused_number_leaves_no_claim(boss):
    with pytest.raises(NotAcceptable):
        add_number(boss, e164=BERLIN, destination_kind="extension", destination_extension=None)

    assert not NumberClaim.objects.exists()


def test_a_deleted_number_is_free_for_everybody(boss, globex, stranger, actor_for, make_number):
    delete_number(boss, make_number(BERLIN))

    assert Entry.objects.get(action="number.deleted").changes["e164"] == [BERLIN, None]
    assert published().number_for((BERLIN,)) is None
    with in_tenant(globex):
        assert add_number(actor_for(stranger), e164=BERLIN, destination_kind="hang_up").pk


def test_a_number_moves_from_an_extension_to_hang_up_and_back(boss, make_extension, make_number):
    extension = make_extension("101")
    number = make_number(BERLIN, to=extension)

    number = update_number(boss, number, version=number.version, label="", destination_kind="hang_up")
    assert published().number_for((BERLIN,)).destination == HangUp()
    assert number.destination_extension is None
    update_number(
        boss,
        number,
        version=number.version,
        label="",
        destination_kind="extension",
        destination_extension=extension,
    )

    changes = [entry.changes for entry in Entry.objects.filter(action="number.updated").order_by("id")]
    assert changes == [
        {"destination": ["Extension 101 Amara Okafor", "Hang up"]},
        {"destination": ["Hang up", "Extension 101 Amara Okafor"]},
    ]


def test_an_extension_that_came_along_with_hang_up_is_dropped(boss, make_extension):
    number = add_number(
        boss, e164=BERLIN, destination_kind="hang_up", destination_extension=make_extension("101")
    )

    assert number.destination_extension is None


def test_an_extension_that_was_deleted_meanwhile_is_no_destination(boss, make_extension):
    extension = make_extension("101")
    Extension.objects.filter(pk=extension.pk).delete()

    with pytest.raises(NotAcceptable, match="Extension 101 was deleted meanwhile"):
        add_number(boss, e164=BERLIN, destination_kind="extension", destination_extension=extension)


@pytest.mark.parametrize("kind", ["", "moon"])
def test_an_unknown_kind_of_destination_is_refused(boss, kind):
    with pytest.raises(NotAcceptable, match="Choose where calls go"):
        add_number(boss, e164=BERLIN, destination_kind=kind)


def test_the_database_refuses_a_destination_without_its_object(make_number):
    make_number(BERLIN)

    with pytest.raises(IntegrityError, match="destination_is_one"), transaction.atomic():
        PhoneNumber.objects.update(destination_kind="extension")


def test_who_saves_second_is_told_who_was_first(boss, admin, actor_for, make_number):
    number = make_number(BERLIN)
    update_number(actor_for(admin), number, version=1, label="Adam's", destination_kind="hang_up")

    with pytest.raises(ChangedMeanwhile, match=r"Adam changed \+49 30 55501210"):
        update_number(boss, number, version=1, label="Olivia's", destination_kind="hang_up")


def test_saving_without_a_change_leaves_no_trace(boss, make_number):
    number = make_number(BERLIN, label="Office")

    update_number(boss, number, version=1, label="Office", destination_kind="hang_up")

    assert PhoneNumber.objects.get().version == 1
    assert not Entry.objects.filter(action="number.updated").exists()


@pytest.mark.parametrize("who", ["user", "reporter"])
def test_only_owner_and_admin_change_numbers(request, actor_for, make_number, who):
    actor = actor_for(request.getfixturevalue(who))
    number = make_number(BERLIN)

    with pytest.raises(PermissionDenied):
        add_number(actor, e164="030 5551", destination_kind="hang_up")
    with pytest.raises(PermissionDenied):
        update_number(actor, number, version=1, label="Mine", destination_kind="hang_up")
    with pytest.raises(PermissionDenied):
        delete_number(actor, number)
    assert Extension.objects.count() == 0
