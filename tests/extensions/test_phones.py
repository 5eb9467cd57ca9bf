"""Several phones (SIP accounts) of one extension: adding, renaming, removing."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404

from audit.models import Entry
from cloudonix.outbox.models import OutboxItem
from extensions.errors import LastSipAccount, TooManySipAccounts
from extensions.history import history_of_extension
from extensions.models import SipAccount
from extensions.services import (
    add_sip_account,
    remove_sip_account,
    update_extension,
    update_sip_account,
)
from extensions.services.sip_accounts import MOST_ACCOUNTS
from opbx.errors import NotAcceptable
from routing.compile import compile_plan
from routing.models import PlanVersion
from tenants.context import in_tenant

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def extension(make_extension):
    return make_extension("101")


@pytest.fixture
def default(extension):
    return extension.sip_accounts.get()


@pytest.fixture
def mobile(boss, extension, default):
    return add_sip_account(boss, extension, label="Mobile", device_type="mobile_app")


def test_another_phone_has_a_sign_in_of_its_own_and_rings_with_the_first(acme, boss, extension, default):
    OutboxItem.objects.all().delete()
    versions = PlanVersion.objects.count()

    mobile = add_sip_account(boss, extension, label="  Mobile ")

    assert (mobile.username, mobile.label, mobile.is_default) == ("101_acme_2", "Mobile", False)
    assert mobile.get_secret("secret").reveal() != default.get_secret("secret").reveal()
    assert OutboxItem.objects.get().object_key == mobile.key
    assert PlanVersion.objects.count() == versions + 1
    assert set(compile_plan(acme).extensions[0].sip_usernames) == {"101_acme", "101_acme_2"}
    assert mobile.get_secret("secret").reveal() not in str(list(Entry.objects.values_list("changes")))


def test_a_phone_keeps_its_username_when_the_extension_is_renumbered(boss, extension, mobile):
    update_extension(
        boss,
        extension,
        version=extension.version,
        number="201",
        first_name="Amara",
        user=None,
        ring_seconds=20,
    )
    desk = add_sip_account(boss, extension, label="Desk phone")

    mobile.refresh_from_db()
    assert mobile.username == "101_acme_2"
    assert desk.username == "201_acme"


@pytest.mark.parametrize("label", ["", "   ", "x" * 61, "Desk\nphone", "phone"])
def test_a_label_is_one_line_and_tells_the_phones_apart(boss, extension, default, label):
    with pytest.raises(NotAcceptable) as refused:
        add_sip_account(boss, extension, label=label)

    assert refused.value.field == "label"
    assert extension.sip_accounts.count() == 1


def test_an_extension_has_no_more_phones_than_ring_together(boss, extension, default):
    for count in range(2, MOST_ACCOUNTS + 1):
        add_sip_account(boss, extension, label=f"Phone {count}")

    with pytest.raises(TooManySipAccounts):
        add_sip_account(boss, extension, label="One more")


def test_a_new_label_changes_nothing_for_the_phone_itself(boss, mobile):
    OutboxItem.objects.all().delete()

    update_sip_account(boss, mobile, label="Car", device_type="mobile_app")

    mobile.refresh_from_db()
    assert (mobile.label, mobile.username) == ("Car", "101_acme_2")
    assert not OutboxItem.objects.exists()
    assert Entry.objects.get(action="extension.phone_changed").changes["label"] == ["Mobile", "Car"]


def test_saving_the_same_label_writes_nothing_down(boss, mobile):
    update_sip_account(boss, mobile, label="Mobile", device_type="mobile_app")

    assert not Entry.objects.filter(action="extension.phone_changed").exists()


def test_a_device_type_is_kept_and_told_in_words(boss, extension, mobile):
    update_sip_account(boss, mobile, label="Mobile", device_type="cordless")

    mobile.refresh_from_db()
    entry = Entry.objects.get(action="extension.phone_changed")
    assert mobile.device_type == "cordless"
    assert entry.changes["device_type"] == ["Mobile app", "Cordless phone (DECT)"]
    assert history_of_extension(extension)[0].sentence == "changed the phone 101_acme_2"


def test_a_device_that_does_not_exist_is_refused(boss, mobile):
    with pytest.raises(NotAcceptable) as refused:
        update_sip_account(boss, mobile, label="Mobile", device_type="toaster")

    assert refused.value.field == "device_type"


def test_every_device_type_has_an_icon():
    icons = {device.icon for device in SipAccount.DeviceType}
    sprite = (settings.BASE_DIR / "static" / "icons.svg").read_text()

    assert len(icons) == len(SipAccount.DeviceType)
    assert [icon for icon in icons if f'<symbol id="{icon}"' not in sprite] == []


def test_removing_the_default_phone_hands_the_default_on_and_tells_cloudonix(
    acme, boss, extension, default, mobile
):
    SipAccount.objects.filter(pk=default.pk).update(remote_id="4711")
    OutboxItem.objects.all().delete()
    versions = PlanVersion.objects.count()

    remove_sip_account(boss, default)

    left = extension.sip_accounts.get()
    item = OutboxItem.objects.get()
    assert (left.pk, left.is_default) == (mobile.pk, True)
    assert item.object_key == default.key
    assert item.frozen == {"username": "101_acme", "remote_id": "4711"}
    assert PlanVersion.objects.count() == versions + 1
    assert compile_plan(acme).extensions[0].sip_usernames == ("101_acme_2",)


def test_the_last_phone_stays(boss, extension, default):
    OutboxItem.objects.all().delete()

    with pytest.raises(LastSipAccount):
        remove_sip_account(boss, default)

    assert extension.sip_accounts.count() == 1
    assert not OutboxItem.objects.exists()


def test_a_pbx_user_changes_no_phones(make_extension, user, actor_for):
    own = make_extension("102", user=user)
    account, actor = own.sip_accounts.get(), actor_for(user)

    with pytest.raises(PermissionDenied):
        add_sip_account(actor, own, label="Mobile")
    with pytest.raises(PermissionDenied):
        update_sip_account(actor, account, label="Mobile", device_type="mobile_app")
    with pytest.raises(PermissionDenied):
        remove_sip_account(actor, account)


def test_the_history_names_the_phones(boss, extension, mobile):
    update_sip_account(boss, mobile, label="Car", device_type="mobile_app")
    remove_sip_account(boss, mobile)

    assert [line.sentence for line in history_of_extension(extension)[:3]] == [
        "removed the phone Car (101_acme_2)",
        "renamed the phone Mobile (101_acme_2) to Car",
        "added the phone Mobile (101_acme_2)",
    ]


def test_the_pages_add_change_and_remove_a_phone(acme, client_for, owner, extension):
    client = client_for(owner)

    client.post("/extensions/101/accounts/add/", {"label": "Mobile", "device_type": "mobile_app"})
    with in_tenant(acme):
        mobile = extension.sip_accounts.get(label="Mobile")
    url = f"/extensions/101/accounts/{mobile.key}"
    client.post(f"{url}/edit/", {"label": "Car", "device_type": "softphone"})
    page = client.get("/extensions/101/").content.decode()
    asked = client.get(f"{url}/remove/").content.decode()
    gone = client.post(f"{url}/remove/")

    assert "Phone sign-in: Car" in page
    assert 'aria-label="Softphone"' in page
    assert "101_acme_2" in page
    assert "These phones still ring: Phone (101_acme)." in asked
    assert gone["Location"] == "/extensions/101/"
    with in_tenant(acme):
        assert extension.sip_accounts.get().username == "101_acme"


def test_a_label_in_use_is_refused_beside_its_field(client_for, owner, mobile):
    answer = client_for(owner).post(
        "/extensions/101/accounts/add/", {"label": "mobile", "device_type": "softphone"}
    )

    assert answer.status_code == 422
    assert "101_acme_2 is called Mobile. Use another label." in answer.content.decode()


def test_the_page_of_the_last_phone_says_why_it_stays(client_for, owner, default):
    answer = client_for(owner).get(f"/extensions/101/accounts/{default.key}/remove/")

    assert "This is the only phone of extension 101." in answer.content.decode()
    assert "btn-danger" not in answer.content.decode()


def test_a_phone_of_another_extension_is_not_found_under_this_one(client_for, owner, make_extension, mobile):
    make_extension("102")

    assert client_for(owner).get(f"/extensions/102/accounts/{mobile.key}/remove/").status_code == 404


def test_a_phone_that_somebody_removed_meanwhile_is_not_found(boss, extension, mobile):
    seen_before = SipAccount.objects.get(pk=mobile.pk)
    remove_sip_account(boss, mobile)

    for act in (
        lambda: remove_sip_account(boss, seen_before),
        lambda: update_sip_account(boss, seen_before, label="Desk", device_type="mobile_app"),
    ):
        with pytest.raises(Http404):
            act()
