"""Emergency calls: the number of the site, the list that is told at once, and their page."""

from __future__ import annotations

import msgspec
import pytest
from django.core import mail

from cloudonix.webhooks.effects import APPLIERS
from routing.compile import compile_plan
from routing.engine.emergency import EmergencyCalled
from routing.models import EmergencyCall, EmergencySite, OutboundSettings
from routing.numbering import read_numbers
from tenants.context import in_tenant
from tests.engine.builders import call_from_phone, extension, first_step
from tests.outbound.conftest import page

URL = "/outbound/emergency/"
HEAD, BRANCH = "+493055501201", "+493055501202"


@pytest.fixture
def sites(as_owner, make_number, trunk):
    """Head office for everybody, a branch for 200 to 299; two people are told; 933 is a test."""
    make_number("+493055501200"), make_number(HEAD), make_number(BRANCH)
    sent = {
        "version": "1",
        "notice": "guard@acme.example\nowner@acme.example",
        "test_number": "933",
        "site-0-name": "Head office",
        "site-0-address": "Torstrasse 1, Berlin",
        "site-0-caller_id": HEAD,
        "site-1-name": "Branch",
        "site-1-address": "Hafen 2, Hamburg",
        "site-1-first": "200",
        "site-1-last": "299",
        "site-1-caller_id": BRANCH,
    }
    return as_owner.post(URL, sent, follow=True)


@pytest.fixture
def dial(acme):
    """dial("201", "112") is what happens when this extension dials that."""

    def ask(number: str, dialled: str):
        with in_tenant(acme):
            plan = msgspec.structs.replace(compile_plan(acme), extensions=(extension(number, "Anna"),))
        call = read_numbers(call_from_phone(f"{number}_acme", dialled), plan)
        return call, first_step(plan, call)

    return ask


@pytest.mark.usefixtures("sites")
@pytest.mark.parametrize(
    ("number", "shown", "site"), [("101", HEAD, "Head office"), ("201", BRANCH, "Branch")]
)
def test_the_rescue_service_sees_the_number_of_the_site(dial, number, shown, site):
    _, decision = dial(number, "112")

    assert decision.action.caller_id == shown
    (effect,) = decision.effects
    assert (effect.site, effect.caller, effect.is_test) == (site, f"{number} Anna", False)


@pytest.mark.usefixtures("sites")
def test_the_list_is_told_at_once_and_once(acme, dial, run_due_work):
    call, decision = dial("201", "112")
    (effect,) = decision.effects

    with in_tenant(acme):
        APPLIERS[EmergencyCalled](call, effect)
        APPLIERS[EmergencyCalled](call, effect)
    run_due_work()

    (sent,) = mail.outbox
    assert sent.subject == "Emergency call to 112 from 201 Anna"
    assert sent.to == ["guard@acme.example", "owner@acme.example"]
    assert "Hafen 2, Hamburg" in sent.body
    with in_tenant(acme):
        assert EmergencyCall.objects.get().told_at is not None


@pytest.mark.usefixtures("sites")
def test_a_mail_server_that_is_away_is_asked_again(acme, dial, run_due_work, monkeypatch):
    call, decision = dial("101", "112")

    def refuse(*_args, **_more):
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", refuse)
        with in_tenant(acme):
            APPLIERS[EmergencyCalled](call, decision.effects[0])
        run_due_work()
        with in_tenant(acme):
            assert EmergencyCall.objects.get().told_at is None

    from routing.services.emergency import tell_of_emergency_calls

    with in_tenant(acme):
        assert tell_of_emergency_calls() is None
    assert len(mail.outbox) == 1


@pytest.mark.usefixtures("sites")
def test_the_page_tells_whether_the_notice_waits_was_sent_or_failed(acme, dial, run_due_work, as_owner):
    call, decision = dial("101", "112")
    with in_tenant(acme):
        APPLIERS[EmergencyCalled](call, decision.effects[0])
    seen = [page(as_owner.get(URL))]
    run_due_work()
    seen.append(page(as_owner.get(URL)))
    with in_tenant(acme):
        EmergencyCall.objects.update(told_at=None, attempts=60)
    seen.append(page(as_owner.get(URL)))

    assert "Waits to be told" in seen[0]
    assert "Told" in seen[1]
    assert "Nobody told: the e-mail could not be sent" in seen[2]


@pytest.mark.usefixtures("sites")
def test_admins_see_on_the_home_page_that_the_last_try_failed(acme, dial, as_owner, reporter, client_for):
    sentence = "Nobody was told of an emergency call: the e-mail could not be sent."
    call, decision = dial("101", "112")
    with in_tenant(acme):
        APPLIERS[EmergencyCalled](call, decision.effects[0])
        EmergencyCall.objects.update(attempts=59)
    waits = page(as_owner.get("/"))
    with in_tenant(acme):
        EmergencyCall.objects.update(attempts=60)

    assert sentence not in waits
    assert sentence in page(as_owner.get("/"))
    assert sentence not in page(client_for(reporter).get("/"))


@pytest.mark.usefixtures("trunk")
def test_calls_of_a_time_without_a_list_are_not_told_later(acme, dial, run_due_work, as_owner, make_number):
    make_number(HEAD)
    call, decision = dial("101", "112")
    with in_tenant(acme):
        APPLIERS[EmergencyCalled](call, decision.effects[0])
    run_due_work()
    as_owner.post(URL, {"version": "1", "notice": "guard@acme.example"})
    later = msgspec.structs.replace(call, session="another")
    with in_tenant(acme):
        APPLIERS[EmergencyCalled](later, decision.effects[0])
    run_due_work()

    assert len(mail.outbox) == 1
    shown = page(as_owner.get(URL))
    assert "Nobody on the list" in shown
    assert "Told" in shown


@pytest.mark.usefixtures("sites")
def test_a_test_call_goes_the_same_way_and_says_so(acme, dial, run_due_work):
    call, decision = dial("101", "933")
    with in_tenant(acme):
        APPLIERS[EmergencyCalled](call, decision.effects[0])
    run_due_work()

    assert decision.action.targets == ("933",)
    assert mail.outbox[0].subject.startswith("Test of the emergency call")


def test_the_page_keeps_sites_and_the_list(sites, as_owner):
    assert "Emergency calls were saved." in page(sites)
    shown = as_owner.get(URL).content.decode()
    assert 'value="Torstrasse 1, Berlin"' in shown
    assert "guard@acme.example" in shown


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"site-0-name": "Branch"}, "Enter the address, with the floor where that helps."),
        ({"site-0-address": "Hafen 2"}, "Enter a name, for example Head office."),
        ({"notice": "guard"}, "guard is no e-mail address."),
        ({"test_number": "9"}, "Enter 3 to 6 digits, for example 933, or nothing."),
        (
            {f"site-{n}-{part}": f"{part} {n}" for n in (0, 1) for part in ("name", "address")},
            "Only one site can have no extensions.",
        ),
    ],
)
def test_what_cannot_be_is_refused_at_its_place(as_owner, acme, sent, sentence):
    empty = {f"site-{n}-name": "" for n in range(2)}
    answer = as_owner.post(URL, {"version": "1", **empty, **sent})

    assert answer.status_code == 422
    assert sentence in page(answer)
    with in_tenant(acme):
        assert not EmergencySite.objects.exists()
        assert OutboundSettings.objects.get().emergency_notice == ""


@pytest.mark.usefixtures("sites")
def test_the_number_of_a_site_is_not_deleted(as_owner):
    answer = page(as_owner.post("/numbers/493055501202/delete/", follow=True))

    assert "is named by emergency site Branch." in answer
