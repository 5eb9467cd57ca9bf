"""The client with a customer's key: domains and the keys to them."""

from __future__ import annotations

import json
import uuid

import pytest

from cloudonix.api import CustomerClient, Misconfigured, Rejected, Unavailable, open_http

KEY_ANSWER = {
    "id": 50211,
    "domainId": 4101,
    "domain-id": "domain-4101",
    "active": True,
    "name": "opbx",
    "keyId": "XI00000000000000000000000000000001",
    "secret": "very-secret",
    "type": "domain",
}


@pytest.fixture
def customer_key(simulator) -> str:
    key = f"XI{uuid.uuid4().hex.upper()}"
    simulator.control("/seed", {"customers": [{"name": f"customer-{key}", "key": key}]})
    return key


@pytest.fixture
def customer(gate, customer_key):
    with open_http(gate.url, read_seconds=0.5) as http:
        yield CustomerClient(http, customer_key)


def test_a_customers_key_shows_its_customer(customer, customer_key):
    found = customer.get_customer()

    assert found is not None
    assert (found.name, found.active) == (f"customer-{customer_key}", True)


def test_a_domains_key_is_no_customers_key(gate, domain):
    with open_http(gate.url) as http, pytest.raises(Misconfigured, match="for a customer"):
        CustomerClient(http, domain.key).get_customer()


def test_a_new_domain_is_listed_with_its_profile(customer):
    name = f"d{uuid.uuid4().hex[:10]}.cloudonix.net"

    made = customer.create_domain(name, profile={"call-timeout": 30})

    assert (made.domain, made.profile["call-timeout"]) == (name, 30)
    assert [one.id for one in customer.list_domains()] == [made.id]
    assert customer.list_aliases(made.uuid) == made.aliases


@pytest.mark.parametrize("wrapped", [True, False], ids=["array", "object"])
def test_a_new_domain_may_be_answered_as_an_array(customer, gate, wrapped):
    domain = {"id": 4101, "domain": "Acme.cloudonix.net", "defaultApplication": None, "application": None}
    gate.spoil("POST", "/domains", status=200, body=json.dumps([domain] if wrapped else domain).encode())

    assert customer.create_domain("acme.cloudonix.net").id == "4101"


def test_a_domain_made_without_an_answer_is_read_back(customer, gate):
    gate.spoil("POST", "/domains", status=204, body=b"", after=True)
    name = f"d{uuid.uuid4().hex[:10]}.cloudonix.net"

    assert customer.create_domain(name).domain == name


def test_a_domain_name_that_is_taken_is_rejected(customer, domain):
    with pytest.raises(Rejected):
        customer.create_domain(domain.name)


def test_a_new_key_is_its_bearer_and_shows_it_nowhere(customer, gate):
    gate.spoil("POST", "/domains/4101/apikeys", status=200, body=json.dumps(KEY_ANSWER).encode())

    made = customer.create_domain_key("4101", "opbx")

    assert (made.id, made.key_id, made.name) == ("50211", KEY_ANSWER["keyId"], "opbx")
    assert gate.exchanges[0].sent == {"name": "opbx"}
    assert KEY_ANSWER["keyId"] not in f"{made!r} {customer!r}"


def test_a_key_made_without_an_answer_is_the_last_of_its_name(customer, gate):
    gate.spoil("POST", "/apikeys", status=204, body=b"")
    keys = [{**KEY_ANSWER, "id": 1}, {**KEY_ANSWER, "id": 2}, {**KEY_ANSWER, "id": 3, "name": "other"}]
    gate.spoil("GET", "/apikeys", status=200, body=json.dumps(keys).encode())

    assert customer.create_domain_key("4101", "opbx").id == "2"


def test_a_key_without_its_bearer_is_of_no_use(customer, gate):
    body = json.dumps({**KEY_ANSWER, "keyId": None}).encode()
    gate.spoil("POST", "/apikeys", status=200, body=body)

    with pytest.raises(Unavailable):
        customer.create_domain_key("4101", "opbx")


def test_a_key_for_a_domain_that_is_gone_is_misconfigured(customer, gate):
    gate.spoil("POST", "/apikeys", status=404)

    with pytest.raises(Misconfigured):
        customer.create_domain_key("4101", "opbx")


def test_deleting_a_key_that_is_gone_is_done(customer, gate):
    gate.spoil("DELETE", "/domains/4101/apikeys/50211", status=404)

    customer.delete_domain_key("4101", "50211")
