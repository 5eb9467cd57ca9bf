"""Switching one phone of an extension off and on again."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Entry
from cloudonix.outbox.models import OutboxItem
from cloudonix.sync.subscribers import Subscribers
from extensions.history import history_of_extension
from extensions.services import add_sip_account, disable_sip_account, enable_sip_account
from routing.compile import compile_plan
from routing.models import PlanVersion
from tenants.context import in_tenant

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def extension(make_extension):
    return make_extension("101")


@pytest.fixture
def desk(extension):
    return extension.sip_accounts.get()


@pytest.fixture
def mobile(boss, extension, desk):
    return add_sip_account(boss, extension, label="Mobile", device_type="mobile_app")


def test_a_phone_that_is_off_leaves_the_plan_and_its_subscriber_becomes_inactive(
    acme, boss, extension, mobile
):
    OutboxItem.objects.all().delete()
    versions = PlanVersion.objects.count()

    disable_sip_account(boss, mobile)

    mobile.refresh_from_db()
    assert Subscribers(None, None).desired(mobile).active is False
    assert mobile.sync_state == "pending"
    assert OutboxItem.objects.get().object_key == mobile.key
    assert PlanVersion.objects.count() == versions + 1
    assert compile_plan(acme).extensions[0].sip_usernames == ("101_acme",)
    assert history_of_extension(extension)[0].sentence == "disabled the phone Mobile (101_acme_2)"


def test_an_extension_whose_phones_are_all_off_has_none_that_could_ring(acme, boss, desk):
    disable_sip_account(boss, desk)

    plan = compile_plan(acme).extensions[0]
    assert plan.is_enabled
    assert plan.sip_usernames == ()


def test_a_phone_that_is_on_again_rings_with_the_sign_in_that_it_had(acme, boss, mobile):
    password = mobile.get_secret("secret").reveal()
    disable_sip_account(boss, mobile)

    enable_sip_account(boss, mobile)

    mobile.refresh_from_db()
    assert Subscribers(None, None).desired(mobile).active
    assert mobile.get_secret("secret").reveal() == password
    assert "101_acme_2" in compile_plan(acme).extensions[0].sip_usernames


def test_switching_twice_writes_nothing_down(boss, mobile):
    disable_sip_account(boss, mobile)
    disable_sip_account(boss, mobile)

    assert Entry.objects.filter(action="extension.phone_disabled").count() == 1


def test_a_pbx_user_switches_no_phone(make_extension, user, actor_for):
    account = make_extension("102", user=user).sip_accounts.get()

    with pytest.raises(PermissionDenied):
        disable_sip_account(actor_for(user), account)


def test_the_page_asks_before_the_last_phone_goes_off_and_shows_that_it_is(acme, client_for, owner, desk):
    client, url = client_for(owner), f"/extensions/101/accounts/{desk.key}/enabled/"

    asked = client.get(url).content.decode()
    client.post(url, {"enabled": "0"})
    page = client.get("/extensions/101/").content.decode()
    client.post(url, {"enabled": "1"})
    with in_tenant(acme):
        desk.refresh_from_db()

    assert "No other phone of extension 101 is on" in asked
    assert "Disabled" in page
    assert desk.is_enabled


def test_the_page_names_the_phones_that_still_ring(acme, client_for, owner, desk, mobile):
    with in_tenant(acme):
        asked = client_for(owner).get(f"/extensions/101/accounts/{mobile.key}/enabled/").content.decode()

    assert "These phones still ring: Phone (101_acme)." in asked
