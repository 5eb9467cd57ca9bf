"""The platform's customer key: entered by a manager, checked by a worker, never shown."""

from __future__ import annotations

import pytest

from audit.models import Entry
from cloudonix.models import PlatformAccount
from tenants.context import in_tenant
from tests.cloudonix.account import Account

PAGE = "/settings/cloudonix/"


@pytest.fixture
def account(simulator, gate) -> Account:
    account = Account(simulator)
    account.seed()
    return account


def row_of(platform) -> PlatformAccount:
    with in_tenant(platform):
        return PlatformAccount.objects.get()


def test_a_manager_enters_the_key_and_a_worker_finds_whose_it_is(
    platform, platform_manager, client_for, account, run_due_work
):
    client = client_for(platform_manager)
    assert "No key" in client.get(PAGE).content.decode()

    assert client.post(PAGE + "key/", {"customer_key": f" {account.key} "}).status_code == 302
    assert "Checking now" in client.get(PAGE).content.decode()
    assert client.get(PAGE, headers={"hx-request": "true"}).status_code == 204
    run_due_work()

    assert client.get(PAGE, headers={"hx-request": "true"}).headers["HX-Refresh"] == "true"
    page = client.get(PAGE).content.decode()
    assert "Works" in page
    assert account.name in page
    assert "entered a customer key" in page
    assert row_of(platform).state == "working"


def test_the_key_is_stored_encrypted_and_shown_nowhere(  # noqa: PLR0917
    platform, platform_manager, client_for, account, run_due_work, caplog
):
    caplog.set_level("DEBUG")
    client = client_for(platform_manager)
    client.post(PAGE + "key/", {"customer_key": account.key})
    run_due_work()

    row = row_of(platform)
    assert account.key not in row.customer_key
    with in_tenant(platform):
        told = repr(list(Entry.objects.values()))
    for text in (told, caplog.text, client.get(PAGE).content.decode(), repr(row.asked_by)):
        assert account.key not in text


def test_a_key_of_a_domain_is_no_customer_key(  # noqa: PLR0917
    platform, platform_manager, client_for, domain, gate, run_due_work
):
    client = client_for(platform_manager)
    client.post(PAGE + "key/", {"customer_key": domain.key})
    run_due_work()

    page = client.get(PAGE).content.decode()
    assert "Does not work" in page
    assert "Make an API key of your account (not of a domain)" in page


def test_silence_says_so_and_a_check_later_finds_it_working(  # noqa: PLR0917
    platform, platform_manager, client_for, account, gate, run_due_work
):
    gate.spoil("GET", "/customers/self", status=503)
    client = client_for(platform_manager)
    client.post(PAGE + "key/", {"customer_key": account.key})
    run_due_work()
    assert "Check again in a minute." in client.get(PAGE).content.decode()

    client.post(PAGE + "check/")
    run_due_work()

    assert row_of(platform).state == "working"


def test_what_cannot_be_a_key_is_refused_and_not_repeated(platform_manager, client_for):
    answer = client_for(platform_manager).post(PAGE + "key/", {"customer_key": "two words"})

    assert answer.status_code == 422
    assert "Copy the whole key" in answer.content.decode()
    assert "two words" not in answer.content.decode()


def test_forgetting_the_key_leaves_nothing_of_it(
    platform, platform_manager, client_for, account, run_due_work
):
    client = client_for(platform_manager)
    client.post(PAGE + "key/", {"customer_key": account.key})
    run_due_work()
    assert "Keep the key" in client.get(PAGE + "forget/").content.decode()

    client.post(PAGE + "forget/")

    row = row_of(platform)
    assert (row.customer_key, row.customer_name) == ("", "")
    assert "No key" in client.get(PAGE).content.decode()
    assert client.post(PAGE + "check/", follow=True).status_code == 200


def test_it_is_a_page_of_the_platform_only(owner, client_for):
    assert client_for(owner).post(PAGE + "key/", {"customer_key": "XI" + "0" * 32}).status_code == 404
