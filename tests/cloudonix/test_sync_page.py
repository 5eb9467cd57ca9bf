"""The pages of the sync and of the differences as each of the cast meets them."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cloudonix import services
from cloudonix.models import DriftCheck, Finding
from cloudonix.sync.dispatch import drain
from extensions.services import add_extension, delete_extension
from tenants.context import in_tenant
from tests.cloudonix.test_drift import SEED, _no_waiting, compare, paired

__all__ = ["_no_waiting", "paired"]
SYNC = "/settings/cloudonix/sync/"
DIFFERENCES = "/settings/cloudonix/differences/"


def page_of(client, url: str, **data: str) -> str:
    return client.get(url, data).content.decode()


def test_a_comparison_is_asked_for_polled_and_told(paired, domain, admin, client_for, run_due_work):
    domain.ask("PUT", "/subscribers/101_acme", {"active": False})
    domain.ask("DELETE", "/subscribers/102_acme")
    client = client_for(admin)

    page = client.post(SYNC + "compare/", follow=True).content.decode()
    assert "Comparing with Cloudonix" in page
    assert 'hx-trigger="every 2s"' in page

    run_due_work()
    page = page_of(client, SYNC)
    assert "Create 1, update 1, delete 0" in page
    assert 'hx-trigger="every 2s"' not in page
    assert "102_acme" in page

    page = client.post(SYNC + "start/", follow=True).content.decode()
    assert "OPBX writes 2 objects to Cloudonix." in page
    run_due_work()
    client.post(SYNC + "compare/")
    run_due_work()
    assert "both sides are equal" in page_of(client, SYNC)
    assert domain.subscribers()["101_acme"]["active"] is True


def test_held_deletions_are_confirmed_by_typing_how_many(paired, domain, acme, admin, client_for):
    for place in range(8):
        add_extension(SEED, number=str(201 + place), first_name="Guest")
    drain()
    from extensions.models import Extension

    for extension in Extension.objects.filter(number__startswith="20"):
        delete_extension(SEED, extension)
    drain()
    client = client_for(admin)

    assert "8 deletions at Cloudonix wait for your word." in page_of(client, "/")
    page = page_of(client, SYNC)
    assert "8 of 10 would be deleted at Cloudonix" in page
    assert "Type delete 8 to confirm" in page

    answer = client.post(SYNC + "deletions/subscriber/confirm/", {"typed": "yes"})
    assert answer.status_code == 422
    assert "Nothing was deleted. Type delete 8" in answer.content.decode()

    client.post(SYNC + "deletions/subscriber/confirm/", {"typed": "delete 8"})
    with in_tenant(acme):
        drain()
    assert set(domain.subscribers()) == {"101_acme", "102_acme"}


def test_an_unknown_kind_of_object_is_not_found(paired, admin, client_for):
    assert client_for(admin).post(SYNC + "deletions/nonsense/keep/").status_code == 404


def test_the_list_of_differences_offers_each_role_what_it_may_do(paired, domain, owner, admin, client_for):
    domain.ask("PUT", "/subscribers/101_acme", {"active": False, "profile": {"display-name": "X"}})
    domain.ask("POST", "/subscribers", {"msisdn": "alice", "sipPassword": "alices-own-secret"})
    compare()

    assert "2 differences between here and Cloudonix were found." in page_of(client_for(owner), "/")
    of_owner, of_admin = (page_of(client_for(one), DIFFERENCES) for one in (owner, admin))

    for page in (of_owner, of_admin):
        assert "Overwrite at Cloudonix" in page
        assert "Amara Okafor" in page
        assert "Only at Cloudonix" in page
        assert "alices-own-secret" not in page
    assert "Adopt into OPBX" in of_owner
    assert "Ignore" in of_owner
    assert "Adopt into OPBX" not in of_admin
    assert "Delete at Cloudonix" not in of_admin


def test_a_difference_is_decided_from_the_list(paired, domain, acme, owner, client_for):
    domain.ask("PUT", "/subscribers/101_acme", {"active": False})
    compare()
    key = Finding.objects.get().key
    client = client_for(owner)

    page = client.post(f"{DIFFERENCES}{key}/ignore/", follow=True).content.decode()
    assert "is ignored until either side changes" in page
    assert "101_acme" not in page_of(client, DIFFERENCES).split('id="list"')[1]
    assert "Ignored by Olivia" in page_of(client, DIFFERENCES, show="ignored")
    client.post(f"{DIFFERENCES}{key}/unignore/")
    client.post(f"{DIFFERENCES}{key}/overwrite/")

    with in_tenant(acme):
        drain()
    assert domain.subscribers()["101_acme"]["active"] is True
    assert client.post(f"{DIFFERENCES}{key}/adopt/").status_code == 404


def test_deleting_asks_for_the_name(paired, domain, acme, owner, client_for):
    domain.ask("POST", "/subscribers", {"msisdn": "alice", "sipPassword": "x"})
    compare()
    url = f"{DIFFERENCES}{Finding.objects.get().key}/delete/"
    client = client_for(owner)

    assert "Type alice to confirm" in page_of(client, url)
    assert client.post(url, {"typed": "bob"}).status_code == 422
    assert client.post(url, {"typed": "alice"}).status_code == 302
    with in_tenant(acme):
        drain()
    assert "alice" not in domain.subscribers()


def test_the_list_takes_the_same_queries_however_long_it_is(paired, domain, owner, client_for, acme):
    client = client_for(owner)
    counts = []
    for names in (["x1", "x2"], [f"y{count}" for count in range(15)]):
        for name in names:
            domain.ask("POST", "/subscribers", {"msisdn": name, "sipPassword": "x"})
        with in_tenant(acme):
            compare()
        client.get(DIFFERENCES)
        with CaptureQueriesContext(connection) as queries:
            client.get(DIFFERENCES)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_the_sentence_of_a_failed_comparison_is_shown(paired, owner, client_for):
    services.ask_to_compare(SEED)
    DriftCheck.objects.update(
        state="failed", error="Cloudonix did not answer in time. Compare again in a minute."
    )

    assert "Compare again in a minute" in page_of(client_for(owner), SYNC)


def test_the_pages_work_before_cloudonix_is_connected(owner, client_for):
    client = client_for(owner)

    assert "Nothing is synced until Cloudonix is connected" in page_of(client, SYNC)
    answer = client.post(SYNC + "compare/", follow=True).content.decode()
    assert "Cloudonix is not connected. Connect it first." in answer
    assert "Nothing is known yet" in page_of(client, DIFFERENCES)
