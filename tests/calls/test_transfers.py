"""Sending the caller of a live call on: who may, where to, and what is refused."""

from __future__ import annotations

import html

import pytest
from django.core.exceptions import PermissionDenied

from audit.actors import Actor
from audit.models import Entry
from calls.models import CallTransfer, JourneyStep
from calls.transferring import SWEEP, transfer_call
from extensions.models import Extension
from opbx.errors import NotAcceptable
from routing.engine.destinations import ToExtension
from tenants.context import in_tenant
from tenants.models import DueWork

TO_102 = {"destination_kind": "extension", "destination_extension": "102"}


@pytest.fixture
def bert(acme):
    with in_tenant(acme):
        return Extension.objects.create(number="102", first_name="Bert")


@pytest.fixture
def add_live(acme, add_call, own_extension):
    """add_live() is a call from outside that 101 has; rings: who rang last. caller: an extension that calls."""

    def add(*, rings=(own_extension,), caller: Extension | None = None, outcome: str = "ringing", **fields):
        live = {"state": "connected", "result": "unknown", "ended_at": None, "talk_seconds": None}
        keys = [extension.key for extension in (*rings, *filter(None, [caller]))]
        call = add_call(acme, **{**live, "extension_keys": keys, **fields})
        trace = [
            {"step": "extension", "outcome": outcome, "label": extension.number, "key": str(extension.key)}
            for extension in rings
        ]
        if caller is not None:
            from_it = {"step": "caller", "outcome": "caller-is-extension", "label": caller.number}
            trace.insert(0, {**from_it, "key": str(caller.key)})
        with in_tenant(acme):
            JourneyStep.objects.create(
                session_token=call.session_token,
                stage_id="1",
                event="arrived",
                plan_version=1,
                reason=outcome,
                trace=trace,
                cxml="<Response/>",
            )
        return call

    return add


def text(response) -> str:
    return " ".join(html.unescape(response.content.decode()).split())


def transfers(acme) -> list[CallTransfer]:
    with in_tenant(acme):
        return list(CallTransfer.objects.order_by("id"))


@pytest.mark.usefixtures("bert")
def test_an_admin_sends_a_caller_on_and_cloudonix_will_be_told(client_for, admin, acme, add_live):
    call = add_live()
    client = client_for(admin)
    url = f"/calls/{call.key}/transfer/"
    assert f'href="{url}"' in text(client.get(f"/calls/{call.key}/"))

    response = client.post(url, TO_102, follow=True)

    assert "The caller is on the way to Extension 102 Bert." in text(response)
    (transfer,) = transfers(acme)
    assert (transfer.state, transfer.words) == ("waiting", "Extension 102 Bert")
    with in_tenant(acme):
        assert transfer.extension_key == Extension.objects.get(number="101").key
        entry = Entry.objects.get(action="call.transferred")
    assert entry.changes == {"destination": [None, "Extension 102 Bert"]}
    assert DueWork.objects.filter(organization=acme, kind=SWEEP).exists()


@pytest.mark.usefixtures("bert")
def test_a_pbx_user_sends_on_whom_they_talk_to(client_for, user, acme, add_live):
    call = add_live()
    with in_tenant(acme):
        Extension.objects.update(in_phonebook=True)

    response = client_for(user).post(f"/calls/{call.key}/transfer/", TO_102)

    assert response.status_code == 302
    assert len(transfers(acme)) == 1


@pytest.fixture(
    params=["it still rings", "somebody else of the group may have it", "a colleague has it", "they call"]
)
def call_of_others(request, add_live, own_extension, bert):
    """A call that belongs to the PBX User too, who is not known to talk to its caller."""
    return {
        "it still rings": lambda: add_live(state="ringing"),
        "somebody else of the group may have it": lambda: add_live(
            rings=(own_extension, bert), outcome="member-rings"
        ),
        "a colleague has it": lambda: add_live(rings=(bert,), extension_keys=[own_extension.key, bert.key]),
        "they call": lambda: add_live(rings=(bert,), caller=own_extension, direction="internal"),
    }[request.param]()


def test_a_pbx_user_cannot_send_on_a_caller_whom_they_may_not_be_talking_to(
    client_for, user, acme, call_of_others
):
    call, client = call_of_others, client_for(user)

    assert client.post(f"/calls/{call.key}/transfer/", TO_102).status_code == 403
    assert "Transfer caller" not in text(client.get(f"/calls/{call.key}/"))
    assert transfers(acme) == []


def test_a_reporter_and_a_stranger_cannot(client_for, reporter, stranger, acme, add_live):
    call = add_live()

    assert client_for(reporter).post(f"/calls/{call.key}/transfer/", TO_102).status_code == 403
    assert client_for(stranger).post(f"/calls/{call.key}/transfer/", TO_102).status_code == 404
    with in_tenant(acme), pytest.raises(PermissionDenied):
        transfer_call(Actor(None, "Rita", role="reporter"), call, destination_kind="extension")


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "ended", "result": "answered"},
        {"direction": "outbound"},
        {"session_token": "sip:one@198.51.100.20"},
    ],
    ids=["over", "the caller is one's own phone", "no token is known"],
)
@pytest.mark.usefixtures("bert")
def test_only_the_caller_of_a_call_that_goes_on_can_be_sent_on(client_for, admin, acme, add_live, fields):
    call = add_live(**fields)
    client = client_for(admin)

    assert "Transfer caller" not in text(client.get(f"/calls/{call.key}/"))
    response = client.post(f"/calls/{call.key}/transfer/", TO_102)

    assert response.status_code == 422
    assert "This caller cannot be sent on now." in text(response)
    assert transfers(acme) == []


@pytest.mark.usefixtures("bert")
def test_a_caller_is_sent_on_once_at_a_time(client_for, admin, add_live):
    call = add_live()
    client = client_for(admin)
    client.post(f"/calls/{call.key}/transfer/", TO_102)

    response = client.post(f"/calls/{call.key}/transfer/", TO_102)

    assert response.status_code == 422
    assert "The caller is on the way to Extension 102 Bert already." in text(response)


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("101", "This extension has the call already. Choose another one."),
        ("103", "The caller is this extension. Choose another one."),
    ],
)
def test_nobody_is_sent_to_an_end_of_their_own_call(acme, add_live, number, sentence):
    with in_tenant(acme):
        carla = Extension.objects.create(number="103", first_name="Carla")
    call = add_live(caller=carla, direction="internal")

    with in_tenant(acme), pytest.raises(NotAcceptable, match=sentence):
        transfer_call(
            Actor.system("tests"),
            call,
            destination_kind="extension",
            destination_extension=Extension.objects.get(number=number),
        )


def test_a_number_outside_needs_the_class_of_the_extension_that_has_the_call(
    client_for, admin, acme, add_live
):
    call = add_live()
    outside = {"destination_kind": "outside", "destination_outside": "+49 30 5550 1210"}

    response = client_for(admin).post(f"/calls/{call.key}/transfer/", outside)

    assert response.status_code == 422
    assert "Calls cannot go to +49 30 55501210." in text(response)
    assert transfers(acme) == []


def test_hanging_up_is_no_place_to_be_sent_to(client_for, admin, acme, add_live):
    call = add_live()

    response = client_for(admin).post(f"/calls/{call.key}/transfer/", {"destination_kind": "hang_up"})

    assert response.status_code == 422
    assert transfers(acme) == []


def test_what_is_stored_is_what_the_engine_follows(acme, add_live, bert):
    from calls.transferring import destination_of_transfer

    call = add_live()
    with in_tenant(acme):
        transfer = transfer_call(
            Actor.system("tests"), call, destination_kind="extension", destination_extension=bert
        )

        assert destination_of_transfer(CallTransfer.objects.get(pk=transfer.pk)) == ToExtension(bert.key)
