"""One-time links: invitations and operators' sign-in links."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.errors import EmailTaken, LinkClosed, RoleNotGrantable
from accounts.models import OneTimeLink, User
from accounts.services import accept_invitation, invite_user, sign_in_link, use_sign_in_link
from audit.actors import Actor
from audit.models import Entry
from tenants.addresses import address_of
from tenants.context import in_tenant
from tests.conftest import PASSWORD

NEW_PASSWORD = "a quite different secret"
OPERATOR = Actor.system("test operator")


def path_of(url: str) -> str:
    """What follows the host in an absolute address."""
    return "/" + url.split("/", 3)[3]


@pytest.fixture
def invitation(acme, owner, actor_for):
    """The address that Olivia's invitation of Nina has."""
    with in_tenant(acme):
        _, url = invite_user(actor_for(owner), email="Nina@Acme.example", name="Nina", role="pbx_user")
    return url


def test_an_address_names_the_primary_host_with_scheme_and_port_of_the_installation(acme, settings):
    settings.PUBLIC_URL = "https://pbx.example:8443"

    assert address_of(acme, "/me/") == "https://acme.localhost:8443/me/"


# --- invitations ------------------------------------------------------------------------------------------------


def test_an_invited_person_sets_a_password_and_is_signed_in(acme, invitation, client_of):
    browser = client_of(acme)
    page = browser.get(path_of(invitation))

    answer = browser.post(path_of(invitation), {"password": NEW_PASSWORD})

    assert "Welcome, Nina" in page.text
    assert "PBX User" in page.text
    assert answer["Location"] == "/"
    assert browser.get("/me/").status_code == 200
    with in_tenant(acme):
        assert User.objects.get(email="nina@acme.example").check_password(NEW_PASSWORD)


def test_an_invitation_is_mailed_with_its_link_after_the_transaction(
    acme, owner, actor_for, in_acme, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        _, url = invite_user(actor_for(owner), email="nina@acme.example", name="Nina", role="reporter")
        assert mail.outbox == []

    (message,) = mail.outbox
    assert message.to == ["nina@acme.example"]
    assert message.subject == "Your invitation to Acme GmbH"
    assert url in message.body
    assert "Olivia invites you" in message.body


def test_only_the_hash_of_a_token_is_stored(invitation, in_acme):
    token = invitation.rstrip("/").rpartition("/")[2]

    link = OneTimeLink.objects.get()

    assert bytes(link.token_hash) == hashlib.sha256(token.encode()).digest()
    assert token not in str(Entry.objects.values_list("changes", "object_label"))


def test_opening_an_invitation_uses_nothing_up_but_accepting_it_does(acme, invitation, client_of):
    for _ in range(3):
        assert client_of(acme).get(path_of(invitation)).status_code == 200

    client_of(acme).post(path_of(invitation), {"password": NEW_PASSWORD})
    again = client_of(acme).post(path_of(invitation), {"password": "yet another secret here"})

    assert again.status_code == 410
    assert "It was used already, or it is too old." in again.text
    assert "/sign-in/reset/" in again.text


def test_a_refused_password_leaves_the_invitation_open(acme, invitation, client_of):
    browser = client_of(acme)

    answer = browser.post(path_of(invitation), {"password": "short"})

    assert answer.status_code == 422
    assert browser.post(path_of(invitation), {"password": NEW_PASSWORD}).status_code == 302


def test_an_invitation_ends_after_seven_days(acme, invitation, client_of):
    with time_machine.travel(timezone.now() + timedelta(days=6, hours=23)):
        assert client_of(acme).get(path_of(invitation)).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        assert client_of(acme).get(path_of(invitation)).status_code == 410


def test_an_invitation_opens_nothing_at_another_organization(globex, invitation, client_of):
    assert client_of(globex).get(path_of(invitation)).status_code == 410
    assert client_of(globex).post(path_of(invitation), {"password": NEW_PASSWORD}).status_code == 410


def test_accepting_an_invitation_signs_out_whoever_was_there(owner, invitation, client_for):
    browser = client_for(owner)

    browser.post(path_of(invitation), {"password": NEW_PASSWORD})

    assert "nina@acme.example" in browser.get("/me/").text


def test_an_invitation_of_a_user_suspended_meanwhile_is_closed(acme, invitation, client_of, in_acme):
    User.objects.filter(email="nina@acme.example").update(status="suspended")

    assert client_of(acme).get(path_of(invitation)).status_code == 410


def test_inviting_and_accepting_are_audited(acme, invitation, client_of):
    client_of(acme).post(path_of(invitation), {"password": NEW_PASSWORD})

    with in_tenant(acme):
        acts = list(Entry.objects.order_by("id").values_list("actor_label", "action", "object_label"))
    assert acts == [
        ("Olivia", "user.invited", "Nina"),
        ("Nina", "user.invitation_accepted", "Nina"),
        ("Nina", "user.signed_in", "Nina"),
    ]


def test_an_address_is_invited_once(owner, actor_for, invitation, in_acme):
    with pytest.raises(EmailTaken):
        invite_user(actor_for(owner), email="NINA@acme.example", name="Nina Two", role="reporter")


def test_an_admin_invites_users_and_reporters_only(admin, actor_for, in_acme):
    actor = actor_for(admin)

    for role in ("pbx_user", "reporter"):
        invite_user(actor, email=f"{role}@acme.example", name=role, role=role)
    for role in ("owner", "pbx_admin", "platform_manager"):
        with pytest.raises(RoleNotGrantable):
            invite_user(actor, email=f"{role}@acme.example", name=role, role=role)


def test_an_owner_invites_every_role_of_an_organization_but_no_platform_manager(owner, actor_for, in_acme):
    actor = actor_for(owner)

    for role in ("owner", "pbx_admin", "pbx_user", "reporter"):
        invite_user(actor, email=f"{role}@acme.example", name=role, role=role)
    with pytest.raises(RoleNotGrantable):
        invite_user(actor, email="petra@acme.example", name="Petra", role="platform_manager")


@pytest.mark.parametrize("who", ["user", "reporter"])
def test_users_and_reporters_invite_nobody(request, actor_for, in_acme, who):
    actor = actor_for(request.getfixturevalue(who))

    with pytest.raises(PermissionDenied):
        invite_user(actor, email="nina@acme.example", name="Nina", role="reporter")


def test_accepting_twice_at_once_sets_one_password(invitation, in_acme):
    token = invitation.rstrip("/").rpartition("/")[2]
    accept_invitation(token=token, password=NEW_PASSWORD, address="")

    with pytest.raises(LinkClosed):
        accept_invitation(token=token, password=PASSWORD, address="")


# --- sign-in links ----------------------------------------------------------------------------------------------


def test_a_sign_in_link_shows_a_button_first_and_works_once(acme, owner, client_of, in_acme):
    path = path_of(sign_in_link(OPERATOR, owner, minutes=15))
    browser = client_of(acme)
    page = browser.get(path)
    assert browser.get("/me/").status_code == 302

    answer = browser.post(path)

    assert "Sign in as Olivia" in page.text
    assert answer["Location"] == "/"
    assert "olivia@acme.example" in browser.get("/me/").text
    assert client_of(acme).post(path).status_code == 410


def test_a_sign_in_link_ends_in_time(acme, owner, client_of, in_acme):
    path = path_of(sign_in_link(OPERATOR, owner, minutes=15))

    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        answer = client_of(acme).post(path)

    assert answer.status_code == 410
    assert "ask the person who gave you the link" in answer.text


def test_a_sign_in_link_opens_nothing_at_another_organization(acme, globex, owner, client_of, in_acme):
    path = path_of(sign_in_link(OPERATOR, owner, minutes=15))

    assert client_of(globex).post(path).status_code == 410
    assert client_of(acme).post(path).status_code == 302


def test_an_invitation_is_no_sign_in_link(acme, invitation, client_of):
    token = invitation.rstrip("/").rpartition("/")[2]

    assert client_of(acme).post(f"/sign-in/link/{token}/").status_code == 410


def test_the_newest_sign_in_link_closes_the_one_before(owner, in_acme):
    first = sign_in_link(OPERATOR, owner, minutes=15).rstrip("/").rpartition("/")[2]
    second = sign_in_link(OPERATOR, owner, minutes=15).rstrip("/").rpartition("/")[2]

    with pytest.raises(LinkClosed):
        use_sign_in_link(token=first, address="")
    assert use_sign_in_link(token=second, address="") == owner


def test_no_signed_in_user_makes_sign_in_links(owner, admin, actor_for, in_acme):
    with pytest.raises(PermissionDenied):
        sign_in_link(actor_for(owner), admin)


def test_trying_tokens_is_limited_by_address(acme, client_of):
    answers = [client_of(acme).get(f"/sign-in/link/guess{n}/").status_code for n in range(32)]

    assert answers[:30] == [410] * 30
    assert answers[30:] == [429, 429]


def test_the_command_lets_a_locked_out_admin_in(acme, admin, client_of):
    out = StringIO()
    call_command("sign_in_link", "Adam@acme.example", organization="acme", stdout=out)

    browser = client_of(acme)
    browser.post(path_of(out.getvalue().strip()))

    assert "adam@acme.example" in browser.get("/me/").text


@pytest.mark.parametrize(
    ("email", "organization", "answer"),
    [
        ("adam@acme.example", "nowhere", "There is no organization nowhere. There are: acme, globex"),
        ("adam@acme.example", "globex", "Globex Inc has no user with the address adam@acme.example."),
    ],
)
def test_the_command_says_what_it_does_not_find(admin, globex, email, organization, answer):
    with pytest.raises(CommandError, match=answer):
        call_command("sign_in_link", email, organization=organization)


def test_the_demo_prints_a_link_for_each_role_of_each_organization(
    owner, reporter, stranger, platform_manager
):
    out = StringIO()

    call_command("sign_in_links", stdout=out)

    lines = [line.split("\t") for line in out.getvalue().splitlines()]
    assert sorted(line[:3] for line in lines) == [
        ["Acme GmbH", "Owner", "Olivia"],
        ["Acme GmbH", "Reporter", "Rita"],
        ["Globex Inc", "Owner", "Steve"],
        ["OPBX platform", "Platform manager", "Petra"],
    ]
    assert {line[3].split("/")[2] for line in lines} == {
        "acme.localhost:8000",
        "globex.localhost:8000",
        "localhost:8000",
    }
