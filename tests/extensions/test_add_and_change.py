"""Adding, changing and switching extensions."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from audit.models import Entry
from cloudonix.outbox.models import OutboxItem
from extensions.errors import EmergencyNumber, NumberTaken, UserCannotHaveExtension, UserTaken
from extensions.models import Extension, SipAccount
from extensions.numbering import next_free_number
from extensions.services import add_extension, disable_extension, enable_extension, update_extension
from opbx.errors import ChangedMeanwhile, NotAcceptable
from routing.models import PlanVersion
from routing.plans import decode_plan
from tenants.context import in_tenant

pytestmark = pytest.mark.usefixtures("in_acme")


def published():
    return decode_plan(bytes(PlanVersion.objects.order_by("-number")[0].plan))


def change(actor, extension, **wanted):
    values = {
        "number": extension.number,
        "first_name": extension.first_name,
        "user": extension.user,
    }
    return update_extension(actor, extension, **{"version": extension.version, **values, **wanted})


def test_a_new_extension_has_a_default_sip_account_named_after_number_and_organization(boss):
    extension = add_extension(boss, number="101", first_name="Amara Okafor")

    account = extension.sip_accounts.get()
    assert account.username == "101_acme"
    assert account.is_default
    assert account.sync_state == SipAccount.SyncState.PENDING


def test_its_password_is_long_readable_and_kept_encrypted(boss):
    account = add_extension(boss, number="101", first_name="Amara Okafor").sip_accounts.get()

    password = account.get_secret("secret").reveal()

    assert re.fullmatch(r"[A-Za-z0-9]{24,}", password)
    assert password not in account.secret


def test_adding_writes_the_log_the_outbox_and_the_next_plan(boss, acme):
    extension = add_extension(boss, number="101", first_name="Amara Okafor")

    entry = Entry.objects.get()
    assert (entry.action, entry.object_label, entry.actor_label) == (
        "extension.added",
        "101 Amara Okafor",
        "Olivia",
    )
    assert entry.changes["number"] == [None, "101"]
    assert OutboxItem.objects.get().object_key == extension.sip_accounts.get().key
    assert published().extension_by_number["101"].sip_usernames == ("101_acme",)


def test_no_password_reaches_the_log_the_outbox_or_the_plan(boss):
    extension = add_extension(boss, number="101", first_name="Amara Okafor")
    password = extension.sip_accounts.get().get_secret("secret").reveal()

    written = [str(list(model.objects.values())) for model in (Entry, OutboxItem)]
    written.append(repr(bytes(PlanVersion.objects.get().plan)))

    assert all(password not in text for text in written)


@pytest.mark.parametrize("number", ["", "10a", "1" * 21, " 101", "٣", "101\n", "+101"])
def test_a_number_is_one_to_twenty_digits(boss, number):
    with pytest.raises(NotAcceptable) as refusal:
        add_extension(boss, number=number, first_name="Amara Okafor")

    assert refusal.value.field == "number"
    assert not Extension.objects.exists()


@pytest.mark.parametrize("name", ["", "   ", "Amara\r\nContact: evil", "a\x00b", "x" * 121])
def test_a_name_is_one_line_of_up_to_120_characters(boss, name):
    with pytest.raises(NotAcceptable) as refusal:
        add_extension(boss, number="101", first_name=name)

    assert refusal.value.field == "first_name"


@pytest.mark.parametrize("ring_seconds", [4, 121])
def test_ring_time_stays_within_what_a_caller_bears(boss, ring_seconds):
    with pytest.raises(NotAcceptable, match="from 5 to 120"):
        add_extension(boss, number="101", first_name="Amara Okafor", ring_seconds=ring_seconds)


def test_a_taken_number_is_refused_with_its_holder_and_a_free_one(boss):
    add_extension(boss, number="101", first_name="Amara Okafor")

    with pytest.raises(NumberTaken) as refusal:
        add_extension(boss, number="101", first_name="Ben Schmidt")

    assert refusal.value.message == (
        "Extension 101 belongs to Amara Okafor. Use another number, for example 102."
    )
    assert Extension.objects.count() == 1


def test_the_database_itself_refuses_a_second_extension_of_a_number(boss):
    add_extension(boss, number="101", first_name="Amara Okafor")

    with pytest.raises(IntegrityError, match="extensions_number_once"), transaction.atomic():
        Extension.objects.create(number="101", first_name="Who came second in a race")


def test_two_organizations_may_use_the_same_extension_number(boss, globex, stranger, actor_for):
    add_extension(boss, number="101", first_name="Amara Okafor")

    with in_tenant(globex):
        other = add_extension(actor_for(stranger), number="101", first_name="Homer")
        assert other.sip_accounts.get().username == "101_globex"


def test_a_user_has_one_extension_at_most(boss, user):
    add_extension(boss, number="101", first_name="Uma", user=user)

    with pytest.raises(UserTaken, match="Uma already has extension 101"):
        add_extension(boss, number="102", first_name="Uma again", user=user)


def test_a_reporter_cannot_be_given_an_extension(boss, reporter):
    with pytest.raises(UserCannotHaveExtension, match="Rita has the role Reporter"):
        add_extension(boss, number="101", first_name="Rita", user=reporter)


def test_an_inactive_user_cannot_be_given_an_extension(boss, acme, make_user):
    gone = make_user(acme, "pbx_user", "Gina", status="inactive")

    with pytest.raises(UserCannotHaveExtension, match="not active"):
        add_extension(boss, number="101", first_name="Gina", user=gone)


def test_a_new_number_keeps_the_sip_username_that_the_phones_know(boss):
    extension = add_extension(boss, number="101", first_name="Amara Okafor")

    changed = change(boss, extension, number="201")

    assert changed.sip_accounts.get().username == "101_acme"
    assert published().extension_by_number["201"].sip_usernames == ("101_acme",)


def test_who_takes_over_a_freed_number_gets_a_username_of_their_own(boss):
    change(boss, add_extension(boss, number="101", first_name="Amara Okafor"), number="201")

    newcomer = add_extension(boss, number="101", first_name="Ben Schmidt")

    assert newcomer.sip_accounts.get().username == "101_acme_2"


def test_a_change_writes_before_and_after_and_asks_for_a_sync(boss):
    extension = add_extension(boss, number="101", first_name="Amara Okafor")
    SipAccount.objects.update(sync_state="in_sync")

    change(boss, extension, first_name="Amara O.", ring_seconds=30)

    entry = Entry.objects.get(action="extension.updated")
    assert entry.changes == {"first_name": ["Amara Okafor", "Amara O."], "ring_seconds": [None, 30]}
    assert extension.sip_accounts.get().sync_state == "pending"
    assert published().extension_by_number["101"].ring_seconds == 30


def test_saving_without_a_change_leaves_no_trace(boss):
    extension = add_extension(boss, number="101", first_name="Amara Okafor")
    versions = PlanVersion.objects.count()

    change(boss, extension)

    assert Entry.objects.count() == 1
    assert PlanVersion.objects.count() == versions


def test_who_saves_second_is_told_who_was_first(boss, admin, actor_for):
    extension = add_extension(boss, number="101", first_name="Amara Okafor")
    change(actor_for(admin), extension, first_name="Adam's choice")

    with pytest.raises(ChangedMeanwhile, match="Adam changed extension 101 while you were editing"):
        change(boss, extension, first_name="Olivia's choice")

    assert Extension.objects.get().name == "Adam's choice"


def test_disabling_and_enabling_reach_the_plan_the_log_and_the_outbox(boss):
    extension = add_extension(boss, number="101", first_name="Amara Okafor")

    disable_extension(boss, extension)
    assert not published().extension_by_number["101"].is_enabled
    enable_extension(boss, extension)
    assert published().extension_by_number["101"].is_enabled

    actions = list(Entry.objects.order_by("id").values_list("action", flat=True))
    assert actions == ["extension.added", "extension.disabled", "extension.enabled"]


def test_disabling_what_is_disabled_changes_nothing(boss):
    extension = add_extension(boss, number="101", first_name="Amara Okafor")
    disable_extension(boss, extension)

    disable_extension(boss, extension)

    assert Entry.objects.filter(action="extension.disabled").count() == 1


@pytest.mark.parametrize("who", ["user", "reporter"])
def test_only_owner_and_admin_change_extensions(request, actor_for, boss, who):
    extension = add_extension(boss, number="101", first_name="Amara Okafor")
    actor = actor_for(request.getfixturevalue(who))

    with pytest.raises(PermissionDenied):
        add_extension(actor, number="102", first_name="Mine")
    with pytest.raises(PermissionDenied):
        change(actor, extension, first_name="Mine")
    with pytest.raises(PermissionDenied):
        disable_extension(actor, extension)


def test_the_next_free_number_fills_the_first_gap(boss):
    assert next_free_number() == "101"
    for number in ("101", "102", "104", "7"):
        add_extension(boss, number=number, first_name="Somebody")

    assert next_free_number() == "103"


def test_the_next_free_number_is_never_an_emergency_number(boss):
    for number in (109, 111):
        add_extension(boss, number=str(number), first_name="Somebody")

    assert next_free_number() == "113"


@pytest.mark.parametrize("number", ["110", "112"])
def test_an_emergency_number_belongs_to_the_rescue_service(boss, number):
    with pytest.raises(EmergencyNumber, match=f"{number} calls the emergency services here"):
        add_extension(boss, number=number, first_name="Reception")
    extension = add_extension(boss, number="101", first_name="Amara Okafor")

    with pytest.raises(EmergencyNumber):
        change(boss, extension, number=number)
