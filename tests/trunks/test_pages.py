"""The pages of trunks."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from extensions.models import Extension
from routing.models import Trunk
from routing.services import update_trunk
from tenants.context import in_tenant
from tests.trunks.conftest import LINE

NEW = {
    "name": "carrier-out",
    "label": "Carrier Berlin",
    "direction": "public-outbound",
    "host": "sip.carrier.example",
    "port": "5060",
    "transport": "udp",
    "prefix": "",
    "metric": "10",
    "username": "acct",
    "password": "s3cret-of-the-carrier",
}
ONE = "/trunks/trunk/carrier-out/"


@pytest.fixture
def client(client_for, owner):
    return client_for(owner)


def test_adding_leads_to_the_page_which_shows_everything_but_the_password(client):
    page = client.post("/trunks/add/", NEW, follow=True)

    text = page.content.decode()
    assert page.redirect_chain[-1][0] == ONE
    assert "Trunk carrier-out was added." in text
    assert "sip.carrier.example" in text
    assert "with a stored password" in text
    assert "s3cret" not in text


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "Enter a name, for example carrier-out."),
        ("host", "nonsense:5060", "Enter an IP address or a host name"),
        ("port", "soon", "Enter a port from 1 to 65535"),
        ("metric", "-1", "Enter a whole number from 0 to 1000."),
        ("password", "", "Enter the password that belongs to this username."),
    ],
)
def test_a_refused_form_keeps_what_was_typed_and_says_what_to_do(client, field, value, sentence):
    page = client.post("/trunks/add/", {**NEW, field: value})

    text = page.content.decode()
    assert page.status_code == 422
    assert sentence in text
    assert "Carrier Berlin" in text
    assert "s3cret" not in text


def test_the_form_says_what_must_exist_first(client):
    page = client.get("/trunks/add/").content.decode()

    assert "Connect your Cloudonix domain." in page
    assert "allow calls from Cloudonix" in page


def test_editing_shows_no_password_and_keeps_it_when_the_field_stays_empty(client, acme, make_trunk):
    make_trunk(username="acct", password="s3cret")

    page = client.get(f"{ONE}edit/").content.decode()
    assert "Leave this empty to keep the password that is stored." in page
    assert "s3cret" not in page

    client.post(f"{ONE}edit/", {**NEW, "password": "", "label": "Renamed", "version": "1"})
    with in_tenant(acme):
        trunk = Trunk.objects.get()
        assert (trunk.label, trunk.get_secret("password").reveal()) == ("Renamed", "s3cret")


def test_a_conflict_shows_both_and_lets_the_second_win_knowingly(client, acme, admin, actor_for, make_trunk):
    trunk = make_trunk()
    with in_tenant(acme):
        update_trunk(actor_for(admin), trunk, version=1, **{**LINE, "label": "Adam's"})

    answer = client.post(f"{ONE}edit/", {**NEW, "label": "Olivia's", "version": "1"})

    assert answer.status_code == 409
    assert "Adam changed trunk carrier-out" in answer.content.decode()
    assert client.post(f"{ONE}edit/", {**NEW, "label": "Olivia's", "version": "2"}).status_code == 302


def test_disabling_and_deleting_ask_first_and_name_the_calls_that_lose_the_line(client, acme, make_trunk):
    make_trunk()
    with in_tenant(acme):
        Extension.objects.create(number="101", first_name="Amara", mobile="+491715550183", rings_mobile=True)

    for path, question in (
        ("enabled/", "Disable trunk carrier-out?"),
        ("delete/", "Delete trunk carrier-out?"),
    ):
        page = client.get(ONE + path).content.decode()
        assert question in page
        assert "101 Amara" in page

    client.post(f"{ONE}enabled/", {"enabled": "0"})
    assert "Disabled" in client.get(ONE).content.decode()
    client.post(f"{ONE}delete/")
    assert client.get(ONE).status_code == 404


def test_the_list_filters_and_exports_what_it_shows(client, make_trunk):
    make_trunk("carrier-out", label="=cmd()")
    make_trunk("carrier-in", direction="public-inbound", host="198.51.100.20")

    assert "carrier-in" not in client.get("/trunks/?direction=public-outbound").content.decode()
    answer = client.get("/trunks/export/?direction=public-outbound")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["Name"], row["Label"], row["Port"]) for row in rows] == [("carrier-out", "'=cmd()", "5060")]
    assert answer["Content-Disposition"] == 'attachment; filename="trunks.csv"'


def test_the_list_asks_the_same_number_of_queries_however_long_it_is(client, make_trunk):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/trunks/").status_code == 200
        return len(captured)

    make_trunk("carrier-0")
    queries()
    one = queries()
    for count in range(1, 6):
        make_trunk(f"carrier-{count}")

    assert queries() == one <= 12


@pytest.mark.parametrize("path", [ONE, f"{ONE}edit/", f"{ONE}enabled/", f"{ONE}delete/"])
def test_a_stranger_cannot_tell_that_the_trunk_exists(client_for, stranger, make_trunk, path):
    make_trunk()

    assert client_for(stranger).get(path).status_code == 404
