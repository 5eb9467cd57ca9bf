"""Voicemail boxes: whose they are, their notices, PIN and switch, and what is left when they go."""

from __future__ import annotations

import pytest
from django.http import Http404

from audit.models import Entry
from cloudonix.outbox.models import OutboxItem
from extensions import services
from extensions.errors import BoxInUse, BoxNameTaken, ExtensionHasBox, ExtensionInUse, NoNoticeAddress
from extensions.models import VoicemailBox
from extensions.pins import PinCheck, check_pin
from extensions.services import BoxReplacement
from extensions.voicemail import notice_addresses, people_of
from opbx.errors import ChangedMeanwhile, NotAcceptable
from opbx.references import count_uses, uses_of
from routing.engine.objects.voicemail import STANDARD_GREETING
from routing.models import PhoneNumber, PlanVersion
from routing.services import add_number
from tests.voicemail.looking import actions, greet, published

pytestmark = pytest.mark.usefixtures("in_acme")


def lead_to(boss, box, e164="+493055501230") -> PhoneNumber:
    return add_number(
        boss, e164=e164, destination_kind="voicemail", destination_voicemail_box=box, label="After hours"
    )


def test_the_box_of_an_extension_takes_its_name_and_is_published(box):
    assert (box.name, box.greeting, box.is_enabled, box.has_pin) == ("Amara Okafor", "default", True, False)
    assert published(box).greeting == STANDARD_GREETING
    assert published(box).extension == box.extension.key
    assert actions() == ["voicemail_box.added"]


def test_a_shared_box_needs_a_name_of_its_own_and_somebody_who_shares_it(boss, shared, user):
    assert people_of(shared) == [user]
    with pytest.raises(NotAcceptable, match="Enter a name") as nameless:
        services.add_voicemail_box(boss, users=[user])
    with pytest.raises(NotAcceptable, match="who shares") as nobodys:
        services.add_voicemail_box(boss, name="Sales")
    with pytest.raises(BoxNameTaken):
        services.add_voicemail_box(boss, name="front DESK", users=[user])

    assert (nameless.value.field, nobodys.value.field) == ("name", "users")
    assert VoicemailBox.objects.count() == 1


def test_an_extension_has_one_box(boss, box, user):
    with pytest.raises(ExtensionHasBox, match="101 already has the voicemail box Amara Okafor"):
        services.add_voicemail_box(boss, extension=box.extension)


def test_nobody_shares_a_box_whose_role_has_no_voicemail(boss, reporter):
    with pytest.raises(NotAcceptable, match="Rita has the role Reporter"):
        services.add_voicemail_box(boss, name="Sales", users=[reporter])

    assert not VoicemailBox.objects.exists()


def test_a_box_moves_from_an_extension_to_several_users_and_back(boss, box, user):
    extension = box.extension

    services.update_voicemail_box(boss, box, version=1, name="Sales", extension=None, users=[user])
    row = VoicemailBox.objects.get()
    assert (row.extension, list(row.users.all()), row.version) == (None, [user], 2)
    services.update_voicemail_box(boss, row, version=2, extension=extension)

    row.refresh_from_db()
    assert (row.extension, list(row.users.all())) == (extension, [])
    entry = Entry.objects.filter(action="voicemail_box.updated").earliest("pk")
    assert entry.changes["users"] == [None, "Uma"]


def test_a_save_that_changes_nothing_is_no_change(boss, box):
    services.update_voicemail_box(boss, box, version=1, name="Amara Okafor", notice="none")

    assert VoicemailBox.objects.get().version == 1
    assert actions() == ["voicemail_box.added"]


def test_who_saves_second_is_told_who_was_first(boss, box):
    services.update_voicemail_box(boss, box, version=1, name="Amara")

    with pytest.raises(ChangedMeanwhile, match="Olivia changed the voicemail box Amara") as refused:
        services.update_voicemail_box(boss, box, version=1, name="Mine")
    assert refused.value.current_version == 2


def test_a_box_that_was_deleted_meanwhile_is_not_found(boss, box):
    VoicemailBox.objects.all().delete()

    with pytest.raises(Http404):
        services.update_voicemail_box(boss, box, version=1, name="Amara")


def test_nothing_of_it_is_told_to_cloudonix(boss, box):
    before = OutboxItem.objects.count()

    greet(boss, box, greeting="text", text="We are closed.")
    services.disable_voicemail_box(boss, box)

    assert OutboxItem.objects.count() == before


def test_notices_go_to_the_box_else_the_extension_else_its_people(boss, box, shared, user):
    services.update_extension(boss, box.extension, version=1, user=user)
    box.refresh_from_db()
    assert notice_addresses(box) == [user.email]
    services.update_extension(boss, box.extension, version=2, email="amara@acme.example")
    box.refresh_from_db()
    assert notice_addresses(box) == ["amara@acme.example"]
    services.update_voicemail_box(boss, box, version=1, notice="mail", email="desk@acme.example")
    box.refresh_from_db()
    assert notice_addresses(box) == ["desk@acme.example"]
    assert notice_addresses(shared) == [user.email]


def test_notices_to_nobody_are_refused(boss, box):
    with pytest.raises(NoNoticeAddress):
        services.update_voicemail_box(boss, box, version=1, notice="audio")

    assert VoicemailBox.objects.get().notice == "none"


def test_a_message_can_only_be_deleted_when_its_mail_carries_it(boss, shared):
    with pytest.raises(NotAcceptable, match="carries the audio") as refused:
        services.update_voicemail_box(boss, shared, version=1, notice="mail", delete_after_sending=True)

    assert refused.value.field == "delete_after_sending"
    services.update_voicemail_box(boss, shared, version=1, notice="audio", delete_after_sending=True)
    assert VoicemailBox.objects.get().delete_after_sending


def test_an_address_that_is_none_is_refused_at_its_field(boss, shared):
    with pytest.raises(NotAcceptable) as refused:
        services.update_voicemail_box(boss, shared, version=1, notice="mail", email="desk at acme")

    assert refused.value.field == "email"


def test_a_pin_is_set_replaced_and_removed_and_written_nowhere(boss, box):
    services.set_voicemail_pin(boss, box, pin="7391")
    assert check_pin(box, "7391") is PinCheck.RIGHT
    services.set_voicemail_pin(boss, box, pin="2846")
    assert check_pin(box, "7391") is PinCheck.WRONG
    services.remove_voicemail_pin(boss, box)
    services.remove_voicemail_pin(boss, box)

    assert check_pin(box, "2846") is PinCheck.NOT_SET
    assert actions()[1:] == ["voicemail_box.pin_set", "voicemail_box.pin_set", "voicemail_box.pin_removed"]
    assert "7391" not in str([entry.changes for entry in Entry.objects.all()])
    assert b"7391" not in bytes(PlanVersion.objects.latest("number").plan)


def test_a_disabled_box_keeps_everything(boss, box):
    greet(boss, box, greeting="text", text="We are closed.")
    services.set_voicemail_pin(boss, box, pin="7391")

    services.disable_voicemail_box(boss, box)
    assert not published(box).is_enabled
    services.enable_voicemail_box(boss, box)

    row = VoicemailBox.objects.get()
    assert (row.greeting_text, row.has_pin) == ("We are closed.", True)
    assert published(box).is_enabled


def test_a_box_that_calls_lead_to_stays_until_it_is_said_where_they_go(boss, box, shared):
    number = lead_to(boss, box)
    assert [use.label for use in uses_of(box)] == ["+49 30 55501230"]
    assert count_uses([box, shared]) == {box.pk: 1}

    with pytest.raises(BoxInUse, match="1 place routes"):
        services.delete_voicemail_box(boss, box)
    with pytest.raises(NotAcceptable, match="being deleted"):
        services.delete_voicemail_box(boss, box, replacement=BoxReplacement(box))
    services.delete_voicemail_box(boss, box, replacement=BoxReplacement(shared))

    number.refresh_from_db()
    assert number.destination_voicemail_box == shared
    assert published(box) is None
    changed = Entry.objects.filter(action="number.updated").latest("pk").changes
    assert changed == {"destination": ["Voicemail box Amara Okafor", "Voicemail box Front desk"]}


def test_calls_to_a_deleted_box_can_be_hung_up(boss, box):
    number = lead_to(boss, box)

    services.delete_voicemail_box(boss, box, replacement=BoxReplacement(None))

    number.refresh_from_db()
    assert (number.destination_kind, number.destination_voicemail_box) == ("hang_up", None)


def test_the_box_of_an_extension_counts_as_its_use_and_follows_its_replacement(boss, box, make_extension):
    number, other = lead_to(boss, box), make_extension("102", "Ben Schmidt")
    extension = box.extension
    assert [use.role for use in uses_of(extension)] == ["calls to it go to the voicemail box (After hours)"]
    with pytest.raises(ExtensionInUse):
        services.delete_extension(boss, extension)

    services.delete_extension(boss, extension, replacement=services.Replacement(other))

    number.refresh_from_db()
    assert (number.destination_kind, number.destination_extension) == ("extension", other)
