"""Deleted extensions: 30 days to restore them, then they are gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from audit.models import Entry
from cloudonix.outbox.models import OutboxItem
from extensions.errors import EmergencyNumber, NumberTaken
from extensions.models import Extension, SipAccount, VoicemailBox
from extensions.pins import PIN_COLUMNS, set_pin
from extensions.services import delete_extension, restore_extension
from extensions.services.deleting import KEPT_FOR, PURGE
from extensions.services.purging import purge_deleted_extensions
from opbx.errors import NotAcceptable
from routing.models import ForwardingRule, PlanVersion
from routing.plans import decode_plan
from tenants import due
from tenants.context import in_tenant
from tenants.models import DueWork


@pytest.fixture
def make_deleted(acme, boss, make_extension):
    """make_deleted("101") adds an extension and deletes it."""

    def make(number: str, name: str = "Amara Okafor", **more):
        extension = make_extension(number, name, **more)
        with in_tenant(acme):
            delete_extension(boss, extension)
        return extension

    return make


@pytest.fixture
def client(client_for, owner):
    return client_for(owner)


# --- restoring ------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("in_acme")
def test_it_comes_back_with_its_sign_in_user_pin_and_voicemail(boss, user, make_extension):
    extension = make_extension("101", user=user)
    set_pin(extension, "471199")
    extension.save(update_fields=PIN_COLUMNS)
    VoicemailBox.objects.create(name="Voicemail 101", extension=extension)
    account = extension.sip_accounts.get()
    password = account.get_secret("secret").reveal()
    delete_extension(boss, extension)
    assert not VoicemailBox.objects.exists()

    restored = restore_extension(boss, extension)

    row = Extension.objects.get()
    assert (row.number, row.user, row.deleted_at, row.former_user) == ("101", user, None, None)
    assert restored.lost_user == ""
    again = row.sip_accounts.get()
    assert (again.username, again.get_secret("secret").reveal()) == (account.username, password)
    assert VoicemailBox.objects.get().extension == row
    assert row.has_pin
    plan = decode_plan(bytes(PlanVersion.objects.order_by("-number")[0].plan))
    assert plan.extension_by_number["101"].sip_usernames == ("101_acme",)
    assert Entry.objects.filter(action="extension.restored").get().object_id == str(row.key)


@pytest.mark.usefixtures("in_acme")
def test_cloudonix_is_told_to_make_its_subscriber_anew(boss, make_extension):
    extension = make_extension("101")
    SipAccount.objects.update(remote_id="4711", synced_digest="x", sync_state="in_sync")
    delete_extension(boss, extension)
    OutboxItem.objects.all().delete()

    restore_extension(boss, extension)

    account = SipAccount.objects.get()
    assert (account.remote_id, account.synced_digest, account.sync_state) == ("", "", "pending")
    assert OutboxItem.objects.get().object_key == account.key


@pytest.mark.usefixtures("in_acme")
def test_a_number_that_is_taken_by_now_needs_another_one(boss, make_deleted, make_extension):
    deleted = make_deleted("101")
    make_extension("101", "Ben Schmidt")

    with pytest.raises(NumberTaken, match="belongs to Ben Schmidt"):
        restore_extension(boss, deleted)
    for wrong, error in (("112", EmergencyNumber), ("10a", NotAcceptable)):
        with pytest.raises(error):
            restore_extension(boss, deleted, number=wrong)
    restored = restore_extension(boss, deleted, number="102")

    assert restored.extension.sip_accounts.get().username == "101_acme"
    assert set(Extension.objects.values_list("number", flat=True)) == {"101", "102"}
    assert Entry.objects.get(action="extension.restored").changes == {"number": ["101", "102"]}


@pytest.mark.usefixtures("in_acme")
@pytest.mark.parametrize("fate", ["has another", "inactive", "reporter", "gone"])
def test_a_user_who_cannot_have_it_back_stays_without(boss, user, make_deleted, make_extension, fate):
    deleted = make_deleted("101", user=user)
    if fate == "has another":
        make_extension("102", user=user)
    elif fate == "gone":
        user.delete()
    else:
        column = {"inactive": "status", "reporter": "role"}[fate]
        User.objects.filter(pk=user.pk).update(**{column: fate})

    restored = restore_extension(boss, deleted)

    assert restored.extension.user is None
    assert restored.lost_user == ("" if fate == "gone" else "Uma")


@pytest.mark.usefixtures("in_acme")
def test_only_what_is_deleted_can_be_restored_and_only_by_who_may_delete(
    boss, user, actor_for, make_extension
):
    extension = make_extension("101")
    with pytest.raises(Http404):
        restore_extension(boss, extension)
    delete_extension(boss, extension)

    with pytest.raises(PermissionDenied):
        restore_extension(actor_for(user), extension)


# --- the pages ------------------------------------------------------------------------------------------------


def test_after_a_deletion_one_click_takes_it_back(client, acme, make_extension):
    key = make_extension("101").key

    page = client.post("/extensions/101/delete/", follow=True).content.decode()

    assert "Extension 101 was deleted." in page
    assert f'action="/extensions/deleted/{key}/restore/"' in page
    page = client.post(f"/extensions/deleted/{key}/restore/", follow=True)
    assert page.redirect_chain[-1][0] == "/extensions/101/"
    assert "Extension 101 was restored." in page.content.decode()


def test_the_list_of_deleted_ones_says_who_deleted_them_and_how_long_they_stay(client, make_deleted, user):
    make_deleted("101", user=user)

    page = client.get("/extensions/deleted/").content.decode()

    for words in ("101", "Amara Okafor", "Uma", "Olivia", "30 days", "Restore"):
        assert words in page


def test_an_empty_list_says_so(client):
    assert "Nothing was deleted in the last 30 days" in client.get("/extensions/deleted/").content.decode()


def test_a_taken_number_is_asked_for_on_a_page(client, acme, make_deleted, make_extension):
    key = make_deleted("101").key
    make_extension("101", "Ben Schmidt")

    page = client.post(f"/extensions/deleted/{key}/restore/")
    assert page.status_code == 422
    text = page.content.decode()
    assert "Extension 101 belongs to Ben Schmidt. Use another number, for example 102." in text
    assert "Its number has a new owner by now." in text
    answer = client.post(f"/extensions/deleted/{key}/restore/", {"number": "102"})

    assert answer["Location"] == "/extensions/102/"


def test_who_did_not_get_it_back_is_named(client, user, make_deleted, make_extension):
    key = make_deleted("101", user=user).key
    make_extension("102", user=user)

    page = client.post(f"/extensions/deleted/{key}/restore/", follow=True).content.decode()

    assert "Uma could not get it back, so it has no user." in page


def test_a_living_extension_is_not_restored(client, make_extension):
    key = make_extension("101").key

    assert client.post(f"/extensions/deleted/{key}/restore/").status_code == 404


# --- the end --------------------------------------------------------------------------------------------------


def age(days: float) -> None:
    Extension.with_deleted.update(deleted_at=timezone.now() - timedelta(days=days))


@pytest.mark.usefixtures("in_acme")
def test_a_deletion_asks_for_the_purge_in_thirty_days(acme, make_deleted):
    make_deleted("101")

    row = DueWork.objects.get(organization=acme, kind=PURGE)
    assert abs(row.due_at - timezone.now() - KEPT_FOR) < timedelta(minutes=1)


@pytest.mark.usefixtures("in_acme")
def test_after_thirty_days_it_is_gone_with_everything_of_its_own(make_deleted):
    extension = make_deleted("101")
    VoicemailBox.with_deleted.create(name="Voicemail 101", extension=extension)
    age(days=30.1)

    purge_deleted_extensions()

    assert not Extension.with_deleted.exists()
    assert not SipAccount.with_deleted.exists()
    assert not VoicemailBox.with_deleted.exists()
    entry = Entry.objects.get(action="extension.purged")
    assert (entry.actor_label, entry.object_label) == ("Retention", "101 Amara Okafor")


@pytest.mark.usefixtures("in_acme")
def test_the_sound_of_its_greeting_goes_with_it(
    make_deleted, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    box = VoicemailBox.with_deleted.create(name="Voicemail 101", extension=make_deleted("101"))
    box.greeting_audio.save("greeting.wav", ContentFile(b"RIFF"))
    age(days=31)

    with django_capture_on_commit_callbacks(execute=True):
        purge_deleted_extensions()

    assert not box.greeting_audio.storage.exists(box.greeting_audio.name)


@pytest.mark.usefixtures("in_acme")
def test_one_that_another_deleted_one_forwards_to_goes_all_the_same(make_deleted):
    first, second = make_deleted("101"), make_deleted("102")
    ForwardingRule.objects.create(
        extension=second,
        cause="busy",
        origin="any",
        destination_kind="extension",
        destination_extension=first,
    )
    age(days=31)

    purge_deleted_extensions()

    assert not Extension.with_deleted.exists()


@pytest.mark.usefixtures("in_acme")
def test_before_that_it_stays_and_the_purge_comes_back_when_the_next_one_is_over(make_deleted):
    make_deleted("101")
    age(days=10)

    next_at = purge_deleted_extensions()

    assert Extension.with_deleted.count() == 1
    assert abs(next_at - timezone.now() - timedelta(days=20)) < timedelta(minutes=1)


@pytest.mark.usefixtures("in_acme")
def test_a_purge_that_finds_nothing_still_knows_when_it_comes_back(make_extension):
    make_extension("101")

    assert purge_deleted_extensions() > timezone.now() + timedelta(days=29)
    assert Extension.objects.exists()


@pytest.mark.usefixtures("in_acme")
def test_due_work_runs_it_and_a_restored_extension_is_left_alone(acme, boss, make_deleted):
    restored, gone = make_deleted("101"), make_deleted("102")
    restore_extension(boss, restored)
    Extension.with_deleted.filter(pk=gone.pk).update(deleted_at=timezone.now() - timedelta(days=31))

    due.run(PURGE)

    assert list(Extension.with_deleted.values_list("number", flat=True)) == ["101"]
    assert DueWork.objects.filter(organization=acme, kind=PURGE).exists()
