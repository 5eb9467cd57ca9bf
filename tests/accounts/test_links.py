"""One-time links: invitations, operators' sign-in links and password resets."""

from __future__ import annotations

import hashlib
import re
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
from accounts.tasks import send_password_reset
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


@pytest.fixture
def reset_path(acme, owner, django_capture_on_commit_callbacks):
    """The path of a reset link that was mailed to the owner."""
    with in_tenant(acme):
        send_password_reset.run(owner.email)
    return path_of(re.search(r"http\S+", mail.outbox[-1].body).group())


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


# --- password reset ---------------------------------------------------------------------------------------------


def test_a_mailed_link_sets_a_new_password(acme, owner, reset_path, client_of):
    browser = client_of(acme)
    page = browser.get(reset_path, follow=True)
    form = page.redirect_chain[-1][0]

    answer = browser.post(form, {"password": NEW_PASSWORD}, follow=True)

    assert "Set a new password" in page.text
    assert "Your new password is set. Sign in with it." in answer.text
    assert browser.get("/me/").status_code == 302
    with in_tenant(acme):
        owner.refresh_from_db()
        assert owner.check_password(NEW_PASSWORD)
        assert Entry.objects.filter(action="user.password_reset", actor_label="Olivia").count() == 1


def test_the_token_does_not_stay_in_the_address(acme, reset_path, client_of):
    answer = client_of(acme).get(reset_path)

    assert answer["Location"].endswith("-set-password/")


def test_a_reset_link_works_once_and_for_one_hour(acme, reset_path, client_of):
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        late = client_of(acme).get(reset_path)
    browser = client_of(acme)
    form = browser.get(reset_path)["Location"]
    browser.post(form, {"password": NEW_PASSWORD})
    again = client_of(acme).get(reset_path)

    assert late.status_code == again.status_code == 410
    assert "Send me a new link" in again.text


def test_a_reset_ends_all_sessions(acme, owner, request, client_for, client_of):
    elsewhere = client_for(owner)
    browser = client_of(acme)
    reset_path = request.getfixturevalue("reset_path")

    browser.post(browser.get(reset_path)["Location"], {"password": NEW_PASSWORD})

    assert elsewhere.get("/me/").status_code == 302


def test_a_new_password_lets_a_locked_out_user_in_at_once(acme, owner, reset_path, client_of):
    browser = client_of(acme)
    for _ in range(5):
        browser.post("/sign-in/", {"login": owner.email, "password": "wrong"})

    browser.post(browser.get(reset_path)["Location"], {"password": NEW_PASSWORD})
    answer = browser.post("/sign-in/", {"login": owner.email, "password": NEW_PASSWORD})

    assert answer["Location"] == "/"


def test_a_reset_link_opens_nothing_at_another_organization_even_for_a_twin(
    acme, globex, owner, client_of, reset_path
):
    with in_tenant(acme):
        twin = User.objects.get(pk=owner.pk)
    with in_tenant(globex):
        User(
            pk=twin.pk, key=twin.key, email=twin.email, name=twin.name, role=twin.role, password=twin.password
        ).save(force_insert=True)

    assert client_of(globex).get(reset_path).status_code == 410
    assert client_of(acme).get(reset_path).status_code == 302


def test_asking_for_a_reset_looks_the_same_for_known_and_unknown_addresses(acme, owner, client_of):
    known = client_of(acme).post("/sign-in/reset/", {"email": owner.email}, follow=True)
    unknown = client_of(acme).post("/sign-in/reset/", {"email": "nobody@acme.example"}, follow=True)

    assert known.redirect_chain == unknown.redirect_chain == [("/sign-in/reset/sent/", 302)]
    assert "If a user of Acme GmbH has this address" in known.text


@pytest.mark.parametrize("status", ["inactive", "suspended"])
def test_users_who_are_not_active_get_no_reset_mail(owner, in_acme, status):
    User.objects.filter(pk=owner.pk).update(status=status)

    send_password_reset.run(owner.email)
    send_password_reset.run("nobody@acme.example")

    assert mail.outbox == []


def test_asking_for_resets_is_limited_by_address(acme, client_of):
    answers = [
        client_of(acme).post("/sign-in/reset/", {"email": f"u{n}@acme.example"}).status_code
        for n in range(11)
    ]

    assert answers == [302] * 10 + [429]


def test_a_reset_closes_links_that_were_open(acme, owner, reset_path, client_of, in_acme):
    path = path_of(sign_in_link(OPERATOR, owner, minutes=15))
    browser = client_of(acme)

    browser.post(browser.get(reset_path)["Location"], {"password": NEW_PASSWORD})

    assert client_of(acme).post(path).status_code == 410


def test_accepting_twice_at_once_sets_one_password(invitation, in_acme):
    token = invitation.rstrip("/").rpartition("/")[2]
    accept_invitation(token=token, password=NEW_PASSWORD, address="")

    with pytest.raises(LinkClosed):
        accept_invitation(token=token, password=PASSWORD, address="")
