"""Fixtures for all tests: the database, the two organizations, and the standing cast.

The cast: owner, admin, user and reporter of acme; stranger, who is Owner of globex; the platform's manager.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from tests import databases
from tests.installation import Installation, installed
from tests.memory import forget_everything
from tests.workers import ByFile, slow_ones_first

PASSWORD = "correct horse battery staple"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        slow_ones_first(items)


@pytest.hookimpl(optionalhook=True)  # there is no such hook in `pytest -p no:xdist`
def pytest_xdist_make_scheduler(config: pytest.Config, log) -> ByFile:
    config.option.loadscopereorder = False
    return ByFile(config, log)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest, worker_id: str) -> Iterator[None]:
    """A clone of the template database instead of Django's own test database."""
    with django_db_blocker.unblock():
        before = databases.settings.DATABASES["default"]["NAME"]
        name = databases.clone(worker_id)
        databases.use_database(name)
        yield
        databases.use_database(before)
        databases.drop(name)


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """xdist's name for this process, or "only"."""
    return getattr(request.config, "workerinput", {}).get("workerid", "only")


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """All processes, for the folders in tests.workers.TOGETHER, in their order."""
    with installed(tmp_path_factory.mktemp("installation")) as found:
        yield found


@pytest.fixture(autouse=True)
def _fresh_processes_memory(monkeypatch) -> Iterator[None]:
    """What a process keeps between requests must not outlive a test's rolled-back rows.

    Within a test it does not grow old, however slow the machine is: pages whose queries are counted would else
    look up their host again.
    """
    from tenants import lookup
    from tenants.lookup import forget_hosts

    monkeypatch.setattr(lookup, "TTL_SECONDS", 3600.0)
    forget_everything()
    yield
    forget_hosts()


def _organization(slug: str):
    from tenants.models import Organization

    return Organization.objects.get(slug=slug)


@pytest.fixture
def platform(db: None):
    return _organization("platform")


@pytest.fixture
def acme(db: None):
    return _organization("acme")


@pytest.fixture
def globex(db: None):
    return _organization("globex")


@pytest.fixture
def in_acme(acme) -> Iterator[None]:
    """The test's own code runs in acme's schema."""
    from tenants.context import in_tenant

    with in_tenant(acme):
        yield


@pytest.fixture
def make_user(db: None) -> Callable:
    """make_user(organization, role, name) adds an active user with the cast's password."""
    from accounts.models import User
    from tenants.context import in_tenant

    def make(organization, role: str, name: str, **more):
        with in_tenant(organization):
            user = User(email=f"{name.lower()}@{organization.slug}.example", name=name, role=role, **more)
            user.set_password(PASSWORD)
            user.save()
        user.organization = organization
        return user

    return make


@pytest.fixture
def owner(acme, make_user):
    return make_user(acme, "owner", "Olivia")


@pytest.fixture
def admin(acme, make_user):
    return make_user(acme, "pbx_admin", "Adam")


@pytest.fixture
def user(acme, make_user):
    return make_user(acme, "pbx_user", "Uma")


@pytest.fixture
def reporter(acme, make_user):
    return make_user(acme, "reporter", "Rita")


@pytest.fixture
def stranger(globex, make_user):
    return make_user(globex, "owner", "Steve")


@pytest.fixture
def platform_manager(platform, make_user):
    return make_user(platform, "platform_manager", "Petra")


@pytest.fixture
def actor_for() -> Callable:
    """actor_for(user) is the Actor that a view would pass to a service."""
    from audit.actors import Actor

    return lambda user: Actor(user_id=user.pk, label=user.name, role=user.role, address="192.0.2.1")


@pytest.fixture
def client_of() -> Callable:
    """client_of(organization) is a browser that nobody has signed in with."""
    from tenants.models import HostName

    def make(organization) -> Client:
        host = HostName.objects.get(tenant=organization, is_primary=True).domain
        return Client(headers={"host": host})

    return make


@pytest.fixture
def client_for(client_of) -> Callable:
    """client_for(user) is a browser signed in on the user's organization's host."""
    from tenants.context import in_tenant

    def make(user) -> Client:
        client = client_of(user.organization)
        with in_tenant(user.organization):
            client.force_login(user, backend="accounts.backends.PasswordBackend")
        return client

    return make


@pytest.fixture
def machine(db: None) -> Client:
    """Cloudonix: a client of the bare host, without cookies, whose requests take the way of opbx.wsgi."""
    from tests.short_way import ShortWay

    client = Client(headers={"host": "localhost"})
    client.handler = ShortWay(enforce_csrf_checks=False)
    return client


@pytest.fixture
def run_due_work() -> Callable:
    """run_due_work() does what beat and worker would do now, in all organizations, until nothing is due."""
    from tenants import due
    from tenants.context import in_tenant
    from tenants.models import Organization

    def run(rounds: int = 20) -> None:
        for _ in range(rounds):
            claimed = due.claim_due()
            if not claimed:
                return
            for organization_id, kind in claimed:
                with in_tenant(Organization.objects.get(pk=organization_id)):
                    due.run(kind)

    return run


@pytest.fixture
def calling_class(acme) -> dict[str, object]:
    """A class of acme, as the arguments of its URLs."""
    from routing.models import CallingClass
    from tenants.context import in_tenant

    with in_tenant(acme):
        return {"key": CallingClass.objects.create(name="Sales abroad").key}
