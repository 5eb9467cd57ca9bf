"""Adding an extension together with the person who uses it."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from accounts.errors import EmailTaken, RoleNotGrantable
from accounts.models import User
from extensions.errors import NumberTaken, UserCannotHaveExtension
from extensions.models import Extension
from extensions.services import NewUser, add_extension
from opbx.errors import NotAcceptable
from tenants.context import in_tenant

FORM = {"number": "101", "first_name": "Nina", "last_name": "Simon", "is_enabled": "on"}
NINA = NewUser(email="nina@acme.example", role="pbx_user")


@pytest.fixture
def client(client_for, owner):
    return client_for(owner)


def test_a_new_user_gets_the_extension_and_after_the_commit_an_invitation(
    client, acme, mailoutbox, django_capture_on_commit_callbacks
):
    wanted = {**FORM, "user_choice": "new", "user_email": "Nina@acme.example", "user_role": "pbx_user"}
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post("/extensions/add/", wanted, follow=True).content.decode()

    assert "Nina Simon gets an invitation at nina@acme.example." in page
    with in_tenant(acme):
        extension = Extension.objects.get()
        assert (extension.user.name, extension.user.role) == ("Nina Simon", "pbx_user")
    (mail,) = mailoutbox
    assert mail.to == ["nina@acme.example"]
    assert "http://acme.localhost" in mail.body


def test_the_extensions_e_mail_and_a_name_of_ones_own_serve_the_user_too(client, acme):
    wanted = {
        "user_choice": "new",
        "user_role": "pbx_admin",
        "user_name": "N. Simon",
        "email": "n@acme.example",
    }
    client.post("/extensions/add/", {**FORM, **wanted})

    with in_tenant(acme):
        person = Extension.objects.get().user
    assert (person.name, person.email, person.role) == ("N. Simon", "n@acme.example", "pbx_admin")


def test_an_existing_user_is_chosen(client, acme, user):
    client.post("/extensions/add/", {**FORM, "user_choice": "existing", "user": str(user.pk)})

    with in_tenant(acme):
        assert Extension.objects.get().user == user


def test_no_user_means_none_whatever_the_hidden_fields_hold(client, acme, user):
    leftovers = {"user": str(user.pk), "user_email": "not an address", "user_role": "owner"}
    client.post("/extensions/add/", {**FORM, "user_choice": "nobody", **leftovers})

    with in_tenant(acme):
        assert Extension.objects.get().user is None
        assert User.objects.count() == 2


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"user_choice": "existing"}, "Choose a user."),
        (
            {"user_choice": "new", "user_role": "pbx_user"},
            "Enter the e-mail address that the invitation goes to.",
        ),
        (
            {"user_choice": "new", "user_email": "nina", "user_role": "pbx_user"},
            "Enter an e-mail address such as",
        ),
        ({"user_choice": "new", "user_email": "n@acme.example", "user_role": ""}, "Choose a role."),
        (
            {"user_choice": "new", "user_email": "n@acme.example", "user_role": "reporter"},
            "Select a valid choice",
        ),
        (
            {"user_choice": "new", "user_email": "olivia@acme.example", "user_role": "pbx_user"},
            "another user",
        ),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_is_added(client, acme, more, sentence):
    page = client.post("/extensions/add/", {**FORM, **more})

    assert page.status_code == 422
    assert sentence in page.content.decode()
    with in_tenant(acme):
        assert not Extension.objects.exists()
        assert User.objects.count() == 1


def test_roles_are_those_that_the_actor_may_grant(client_for, admin):
    page = client_for(admin).get("/extensions/add/").content.decode()

    roles = page[page.index('name="user_role"') :].split("</select>")[0]
    assert "PBX User" in roles
    for role in ("Owner", "PBX Admin", "Reporter", "Platform"):
        assert role not in roles


@pytest.mark.usefixtures("in_acme")
def test_nobody_is_invited_when_the_extension_is_refused(boss, mailoutbox, make_extension):
    make_extension("101")

    with pytest.raises(NumberTaken):
        add_extension(boss, number="101", first_name="Nina", new_user=NINA)

    assert not User.objects.filter(email="nina@acme.example").exists()
    assert mailoutbox == []


@pytest.mark.usefixtures("in_acme")
def test_the_services_refusals_belong_to_the_users_fields(boss, admin, actor_for):
    with pytest.raises(EmailTaken) as refusal:
        add_extension(boss, number="101", first_name="N", new_user=NewUser(admin.email, "pbx_user"))
    assert refusal.value.field == "user_email"
    with pytest.raises(RoleNotGrantable) as refusal:
        add_extension(
            actor_for(admin), number="101", first_name="N", new_user=NewUser("n@a.example", "owner")
        )
    assert refusal.value.field == "user_role"
    with pytest.raises(NotAcceptable) as refusal:
        add_extension(boss, number="101", first_name="N", new_user=NewUser("n", "pbx_user"))
    assert refusal.value.field == "user_email"
    with pytest.raises(UserCannotHaveExtension, match="Reporter"):
        add_extension(boss, number="101", first_name="N", new_user=NewUser("n@a.example", "reporter"))
    assert not Extension.objects.exists()


@pytest.mark.usefixtures("in_acme")
def test_who_may_not_add_extensions_invites_nobody_on_this_way(user, actor_for):
    with pytest.raises(PermissionDenied):
        add_extension(actor_for(user), number="101", first_name="Nina", new_user=NINA)

    assert not User.objects.filter(email="nina@acme.example").exists()
