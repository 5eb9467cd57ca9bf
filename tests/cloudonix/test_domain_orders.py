"""Making an organization's domain with the customer key: once, whatever happens in between."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import asdict

import pytest

from audit.actors import Actor
from cloudonix.account import orders
from cloudonix.account.customer import check_account
from cloudonix.account.orders import MARK, key_name, make_domain
from cloudonix.models import Connection, DomainOrder, PlatformAccount
from cloudonix.services import connect_now, disconnect, forget_customer_key, save_customer_key
from tenants.console import services
from tenants.context import in_tenant
from tenants.models import CloudonixDomain, Organization
from tests.cloudonix.account import Account

SEED = Actor.system("seed")
NAME = "acme-made.cloudonix.net"


class Killed(BaseException):
    """The worker's process ends here."""


@pytest.fixture
def account(simulator, gate, platform) -> Account:
    account = Account(simulator)
    account.seed()
    with in_tenant(platform):
        save_customer_key(SEED, customer_key=account.key)
        check_account()
    return account


@pytest.fixture
def name(account) -> str:
    """Of a domain that nobody else has."""
    return f"{account.name}.cloudonix.net"


@pytest.fixture
def order(platform, acme, name):
    """order() asks for acme's domain; another name may be given."""

    def ask(wanted: str = "") -> None:
        with in_tenant(platform):
            services.order_domain(SEED, organization=acme, domain_name=wanted or name)

    return ask


@pytest.fixture
def make(acme):
    """make() is what a worker does with the order."""

    def work() -> None:
        with in_tenant(acme):
            make_domain()

    return work


@pytest.fixture
def state(platform):
    def look() -> DomainOrder:
        with in_tenant(platform):
            return DomainOrder.objects.get()

    return look


def connection_of(organization) -> Connection:
    with in_tenant(organization):
        return Connection.objects.get()


def api_key_of(organization) -> str:
    with in_tenant(organization):
        return Connection.objects.get().get_secret("api_key").reveal()


def test_the_domain_its_key_and_the_pairing_come_in_one_go(acme, account, name, order, make, state, settings):  # noqa: PLR0917
    order()
    make()

    assert (state().state, state().error) == ("done", "")
    (domain,) = account.domains().values()
    assert domain["domain"] == name
    assert domain["profile"][MARK] == str(acme.key)
    assert domain["profile"]["cdr-endpoint"] == f"{settings.PUBLIC_URL}/api/webhooks/cdr"
    (key,) = account.keys(name)
    row = connection_of(acme)
    assert (row.state, row.domain_uuid) == ("connected", domain["uuid"])
    assert api_key_of(acme) == key["keyId"]
    assert key["name"] == key_name(acme)
    assert CloudonixDomain.objects.get(organization=acme).names[0] == name


def test_only_the_key_of_the_domain_is_in_the_organization(acme, account, order, make):
    order()
    make()

    row = connection_of(acme)
    assert account.key not in {api_key_of(acme), repr(row.__dict__)}


@pytest.mark.parametrize("after", [1, 2, 3])
def test_a_worker_that_is_killed_after_a_step_makes_nothing_twice(  # noqa: PLR0917
    acme, account, name, order, make, state, monkeypatch, after
):
    steps = []
    original = orders._Making._step

    def step_and_die(self, key, act):
        result = original(self, key, act)
        steps.append(key)
        if len(steps) == after:
            raise Killed
        return result

    order()
    monkeypatch.setattr(orders._Making, "_step", step_and_die)
    with pytest.raises(Killed):
        make()
    monkeypatch.setattr(orders._Making, "_step", original)
    assert state().is_open

    make()

    assert state().state == "done"
    assert list(account.domains()) == [name]
    assert len(account.keys(name)) == 1
    assert connection_of(acme).is_connected


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/domains$"), ("POST", "/apikeys$"), ("GET", "/domains$"), ("PATCH", "")]
)
def test_an_answer_that_is_lost_is_told_and_the_retry_finds_what_was_made(  # noqa: PLR0917
    acme, account, name, order, make, state, gate, method, path
):
    gate.spoil(method, path, after=True)
    order()
    make()
    if method != "PATCH":
        assert state().state == "failed"
        assert state().error.endswith("Try again in a minute.")
        order()
        make()

    assert state().state == "done"
    assert list(account.domains()) == [name]
    assert len(account.keys(name)) == 1


def test_a_name_that_somebody_has_is_refused_and_another_one_can_be_given(  # noqa: PLR0917
    acme, account, name, order, make, state, domain
):
    order(domain.name)
    make()
    assert state().state == "failed"
    assert state().error.startswith(f"Cloudonix refused the name {domain.name}: ")

    order(name)
    make()

    assert state().state == "done"
    assert list(account.domains()) == [name]


def test_a_domain_of_the_account_that_was_not_made_for_it_is_left_alone(account, name, order, make, state):
    account.ask("POST", "/domains", {"domain": name, "profile": {"somebody": "else's"}})

    order()
    make()

    assert state().state == "failed"
    assert "which was not made for this organization" in state().error
    assert account.keys(name) == []


def test_a_retry_under_another_name_adopts_the_domain_that_is_there(account, name, order, make, gate, state):  # noqa: PLR0917
    gate.spoil("POST", "/domains$", after=True)
    order()
    make()

    order(f"other-{name}")
    make()

    assert list(account.domains()) == [name]
    assert state().state == "done"


def test_a_key_that_is_shown_in_part_is_replaced(acme, account, name, order, make, gate):  # noqa: PLR0917
    order()
    make()
    (first,) = account.keys(name)
    with in_tenant(acme):
        disconnect(SEED)
    shown = b'[{"id": %d, "keyId": "XI****", "name": "%s", "active": true}]' % (
        first["id"],
        key_name(acme).encode(),
    )
    gate.spoil("GET", "/apikeys$", status=200, body=shown)

    order()
    make()

    (second,) = account.keys(name)
    assert second["id"] != first["id"]
    assert connection_of(acme).is_connected


def test_an_organization_that_connected_another_domain_itself_keeps_it(  # noqa: PLR0917
    acme, account, order, make, state, domain
):
    order()
    with in_tenant(acme):
        connect_now(SEED, domain=domain.name, api_key=domain.key)

    make()

    assert state().state == "failed"
    assert f"entered another domain itself: {domain.name}" in state().error
    assert connection_of(acme).domain_name == domain.name


def test_without_a_key_nothing_is_ordered_and_an_order_that_waits_says_so(  # noqa: PLR0917
    platform, acme, account, order, make, state
):
    order()
    with in_tenant(platform):
        forget_customer_key(SEED)

    make()

    assert "There is no customer key any more." in state().error
    with pytest.raises(Exception, match="There is no customer key that works"):
        order()


def test_a_customer_key_that_stopped_working_is_told_on_both_pages(  # noqa: PLR0917
    platform, acme, account, order, make, state, run_due_work
):
    with in_tenant(platform):
        save_customer_key(SEED, customer_key="XI" + "0" * 32)
        PlatformAccount.objects.update(state="working")
    order()
    make()
    assert state().error.startswith("Cloudonix refused this customer key.")

    run_due_work()

    with in_tenant(platform):
        assert PlatformAccount.objects.get().state == "failed"


def test_two_workers_do_not_make_it_at_once(acme, account, order, make, monkeypatch):
    order()
    monkeypatch.setattr(orders, "alone", lambda *_: nullcontext(False))

    make()

    assert account.domains() == {}


# --- in the console -------------------------------------------------------------------------------------------------

FORM = {
    "name": "Initech Ltd",
    "slug": "",
    "time_zone": "Europe/London",
    "region": "GB",
    "voice_language": "en-GB",
    "owner_name": "Bill Lumbergh",
    "owner_email": "bill@initech.example",
}


def test_adding_an_organization_makes_its_domain_too(  # noqa: PLR0917
    platform, platform_manager, client_for, account, name, run_due_work, later
):
    client = client_for(platform_manager)
    assert "Make its Cloudonix domain" in client.get("/organizations/add/").content.decode()

    client.post("/organizations/add/", {**FORM, "make_domain": "on", "domain_name": name.upper()})
    page = client.get("/organizations/initech-ltd/").content.decode()
    assert "Making its Cloudonix domain" in page
    assert "/organizations/initech-ltd/domain/progress/" in page
    made = Organization.objects.get(slug="initech-ltd")
    run_due_work()
    with in_tenant(made):
        make_domain()

    answer = client.get("/organizations/initech-ltd/domain/progress/")
    assert answer.headers["HX-Refresh"] == "true"
    page = client.get("/organizations/initech-ltd/").content.decode()
    assert name in page
    assert "had OPBX make its Cloudonix domain" in page
    assert connection_of(made).is_connected


def test_without_the_wish_no_domain_is_made(platform_manager, client_for, account, run_due_work):
    client_for(platform_manager).post("/organizations/add/", FORM)
    run_due_work()

    assert account.domains() == {}


def test_without_a_customer_key_the_form_does_not_offer_it(platform_manager, client_for):
    client = client_for(platform_manager)

    assert "Make its Cloudonix domain" not in client.get("/organizations/add/").content.decode()
    assert "Make its Cloudonix domain" not in client.get("/organizations/acme/").content.decode()


def test_a_name_that_cannot_be_is_refused_at_its_field_and_no_organization_is_added(
    platform_manager, client_for, account
):
    answer = client_for(platform_manager).post(
        "/organizations/add/", {**FORM, "make_domain": "on", "domain_name": "no name"}
    )

    assert answer.status_code == 422
    assert "Enter the domain’s whole name" in answer.content.decode()
    assert not Organization.objects.filter(slug="initech-ltd").exists()


def test_the_usual_name_is_made_from_the_short_name(platform, acme, account):
    with in_tenant(platform):
        services.order_domain(SEED, organization=acme, domain_name="")
        assert DomainOrder.objects.get().name == "acme.cloudonix.net"


def test_a_failure_is_shown_with_retry_and_another_name(  # noqa: PLR0917
    acme, platform_manager, client_for, account, name, make, domain
):
    client = client_for(platform_manager)
    assert "Make its Cloudonix domain" in client.get("/organizations/acme/").content.decode()
    client.post("/organizations/acme/domain/", {"domain_name": domain.name})
    make()

    page = client.get("/organizations/acme/").content.decode()
    assert f"Cloudonix refused the name {domain.name}" in page
    assert "Retry" in page
    assert f'value="{domain.name}"' in client.get("/organizations/acme/domain/").content.decode()
    client.post("/organizations/acme/domain/", {"domain_name": name})
    make()

    page = client.get("/organizations/acme/").content.decode()
    assert name in page
    assert "Retry" not in page


def test_nobody_orders_a_domain_for_a_connected_organization(acme, platform, account, order, make, name):  # noqa: PLR0917
    order()
    make()

    with in_tenant(platform), pytest.raises(Exception, match="connected to a domain already"):
        services.order_domain(SEED, organization=acme, domain_name=name)


def test_who_asked_is_kept(platform, acme, account, platform_manager, actor_for, name):  # noqa: PLR0917
    actor = actor_for(platform_manager)
    with in_tenant(platform):
        services.order_domain(actor, organization=acme, domain_name=name)
        assert DomainOrder.objects.get().asked_by == asdict(actor)
