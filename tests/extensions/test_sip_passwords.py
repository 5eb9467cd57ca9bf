"""Showing and resetting the password of a SIP account."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Entry
from cloudonix.outbox.models import OutboxItem
from extensions.errors import NoSipPassword
from extensions.secrets import new_sip_password
from extensions.services import reveal_sip_password, rotate_sip_password

pytestmark = pytest.mark.usefixtures("in_acme")


def test_showing_a_password_leaves_an_entry_that_names_the_account_and_not_the_password(boss, make_extension):
    account = make_extension("101").sip_accounts.get()

    password = reveal_sip_password(boss, account).reveal()

    entry = Entry.objects.get(action="extension.sip_password_revealed")
    assert entry.actor_label == "Olivia"
    assert entry.changes["sip_username"][1] == "101_acme"
    assert password not in str(entry.changes)


def test_a_pbx_user_sees_the_own_password_only(make_extension, user, actor_for):
    own = make_extension("101", user=user).sip_accounts.get()
    other = make_extension("102").sip_accounts.get()

    assert reveal_sip_password(actor_for(user), own).reveal()
    with pytest.raises(PermissionDenied):
        reveal_sip_password(actor_for(user), other)


def test_a_reporter_sees_no_password(make_extension, reporter, actor_for):
    account = make_extension("101").sip_accounts.get()

    with pytest.raises(PermissionDenied):
        reveal_sip_password(actor_for(reporter), account)
    assert not Entry.objects.filter(action="extension.sip_password_revealed").exists()


def test_a_reset_makes_another_password_and_asks_for_a_sync(boss, make_extension):
    account = make_extension("101").sip_accounts.get()
    before = account.get_secret("secret").reveal()
    OutboxItem.objects.all().delete()

    rotate_sip_password(boss, account)

    account.refresh_from_db()
    assert account.get_secret("secret").reveal() != before
    assert account.sync_state == "pending"
    assert OutboxItem.objects.get().object_key == account.key
    assert Entry.objects.filter(action="extension.sip_password_reset").count() == 1


def test_a_pbx_user_does_not_reset_passwords(make_extension, user, actor_for):
    account = make_extension("101", user=user).sip_accounts.get()

    with pytest.raises(PermissionDenied):
        rotate_sip_password(actor_for(user), account)


def test_an_account_without_password_says_so(boss, make_extension):
    account = make_extension("101").sip_accounts.get()
    account.set_secret("secret", "")
    account.save()

    with pytest.raises(NoSipPassword, match="Reset the password"):
        reveal_sip_password(boss, account)


def test_passwords_differ_and_avoid_characters_that_look_alike():
    made = {new_sip_password() for _ in range(200)}

    assert len(made) == 200
    assert not set("0Oo1lI") & set("".join(made))
