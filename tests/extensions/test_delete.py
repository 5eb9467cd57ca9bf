"""Deleting an extension that calls may be on their way to."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import ProtectedError
from django.http import Http404

from audit.models import Entry
from cloudonix.outbox.models import OutboxItem
from extensions.errors import ExtensionInUse
from extensions.models import Extension, SipAccount, VoicemailBox
from extensions.services import Replacement, delete_extension
from opbx.errors import NotAcceptable
from opbx.references import count_uses, uses_of
from routing.models import DestinationKind, PhoneNumber, PlanVersion
from routing.plans import decode_plan
from routing.services import add_number

pytestmark = pytest.mark.usefixtures("in_acme")


def test_an_unused_extension_goes_with_its_accounts_and_cloudonix_is_told_what_to_remove(
    boss, make_extension
):
    extension = make_extension("101")
    account = extension.sip_accounts.get()
    SipAccount.objects.update(remote_id="4711")
    OutboxItem.objects.all().delete()

    delete_extension(boss, extension)

    assert not Extension.objects.exists()
    assert not SipAccount.objects.exists()
    item = OutboxItem.objects.get()
    assert (item.object_key, item.frozen) == (account.key, {"remote_id": "4711", "username": "101_acme"})
    assert Entry.objects.get(action="extension.deleted").changes["number"] == ["101", None]


def test_an_extension_that_a_number_leads_to_stays(boss, make_extension, make_number):
    extension = make_extension("101")
    make_number("+493055501210", to=extension)

    with pytest.raises(ExtensionInUse, match="1 place routes to extension 101"):
        delete_extension(boss, extension)

    assert Extension.objects.filter(number="101").exists()
    assert not Entry.objects.filter(action="extension.deleted").exists()


def test_the_model_itself_protects_what_calls_can_reach(make_extension, make_number):
    extension = make_extension("101")
    make_number("+493055501210", to=extension)

    with pytest.raises(ProtectedError):
        extension.delete()


def test_its_numbers_follow_to_the_replacement(boss, make_extension, make_number):
    leaving, staying = make_extension("101"), make_extension("102", "Ben Schmidt")
    make_number("+493055501210", to=leaving)
    make_number("+493055501211", to=leaving)

    delete_extension(boss, leaving, replacement=Replacement(staying))

    assert set(PhoneNumber.objects.values_list("destination_extension", flat=True)) == {staying.pk}
    assert Entry.objects.filter(action="number.updated").count() == 2
    entry = Entry.objects.filter(action="number.updated").first()
    assert entry.changes == {"destination": ["Extension 101 Amara Okafor", "Extension 102 Ben Schmidt"]}


def test_its_numbers_hang_up_when_that_was_chosen(boss, make_extension, make_number):
    leaving = make_extension("101")
    make_number("+493055501210", to=leaving)

    delete_extension(boss, leaving, replacement=Replacement(None))

    number = PhoneNumber.objects.get()
    assert (number.destination_kind, number.destination_extension) == (DestinationKind.HANG_UP, None)


def test_its_number_and_its_user_are_free_at_once_and_its_username_is_not(boss, user, make_extension):
    delete_extension(boss, make_extension("101", user=user))

    heir = make_extension("101", "Ben Schmidt", user=user)

    assert heir.user == user
    assert heir.sip_accounts.get().username == "101_acme_2"


def test_callers_and_phones_no_longer_reach_it(boss, make_extension):
    delete_extension(boss, make_extension("101"))

    plan = decode_plan(bytes(PlanVersion.objects.order_by("-number")[0].plan))
    assert plan.extensions == ()


def test_its_voicemail_box_counts_as_a_use_where_calls_go_to_it(boss, make_extension):
    extension = make_extension("101")
    box = VoicemailBox.objects.create(name="Voicemail 101", extension=extension)
    add_number(
        boss, e164="+493055501210", destination_kind="voicemail", destination_voicemail_box=box, label=""
    )

    with pytest.raises(ExtensionInUse, match="1 place routes to extension 101"):
        delete_extension(boss, extension)
    delete_extension(boss, extension, replacement=Replacement(None))

    assert PhoneNumber.objects.get().destination_kind == DestinationKind.HANG_UP


def test_it_cannot_be_deleted_twice(boss, make_extension):
    extension = make_extension("101")
    delete_extension(boss, extension)

    with pytest.raises(Http404):
        delete_extension(boss, extension)


def test_an_extension_cannot_replace_itself(boss, make_extension, make_number):
    leaving = make_extension("101")
    make_number("+493055501210", to=leaving)

    with pytest.raises(NotAcceptable, match="being deleted"):
        delete_extension(boss, leaving, replacement=Replacement(leaving))


@pytest.mark.parametrize("who", ["user", "reporter"])
def test_only_owner_and_admin_delete(request, actor_for, make_extension, who):
    extension = make_extension("101")

    with pytest.raises(PermissionDenied):
        delete_extension(actor_for(request.getfixturevalue(who)), extension)


def test_used_by_names_the_numbers_with_their_role(make_extension, make_number):
    extension = make_extension("101")
    make_number("+493055501210", to=extension, label="Head office")
    unused = make_extension("102")

    (use,) = uses_of(extension)

    assert (use.kind, use.label) == ("Phone number", "+49 30 55501210")
    assert use.role == "calls to it ring here (Head office)"
    assert use.url == "/numbers/493055501210/"
    assert uses_of(unused) == []
    assert count_uses([extension, unused]) == {extension.pk: 1}
