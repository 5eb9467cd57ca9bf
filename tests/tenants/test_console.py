"""The platform console: organizations are added, watched, suspended and resumed."""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from accounts.models import OneTimeLink, User
from audit.models import Entry
from tenants.console import services
from tenants.console.errors import HostTaken, NotSuspendable, PlatformStays, SlugTaken
from tenants.context import in_tenant
from tenants.models import DueWork, HostName, Organization, ProvisioningJob
from tenants.slugs import slug_for

FORM = {
    "name": "Initech Ltd",
    "slug": "",
    "time_zone": "Europe/London",
    "region": "GB",
    "voice_language": "en-GB",
    "owner_name": "Bill Lumbergh",
    "owner_email": "Bill@Initech.example",
}


@pytest.fixture
def actor(platform_manager, actor_for):
    return actor_for(platform_manager)


def test_a_manager_adds_an_organization_and_a_worker_makes_it(
    platform, platform_manager, client_for, run_due_work
):
    client = client_for(platform_manager)

    answer = client.post("/organizations/add/", FORM)

    assert answer.status_code == 302
    assert answer["Location"] == "/organizations/initech-ltd/"
    page = client.get("/organizations/initech-ltd/").content.decode()
    assert "Being made" in page
    assert "Make the database schema" in page

    run_due_work()

    made = Organization.objects.get(slug="initech-ltd")
    assert made.provisioned_at is not None
    assert made.plan_version == 1
    with in_tenant(made):
        owner = User.objects.get()
        assert (owner.email, owner.role) == ("bill@initech.example", "owner")
        assert OneTimeLink.objects.get().user == owner
    job = ProvisioningJob.objects.get(organization=made)
    assert (job.state, job.owner_email) == ("done", "")
    page = client.get("/organizations/initech-ltd/").content.decode()
    assert "Active" in page
    assert "added this organization" in page
    assert "United Kingdom" in page
    with in_tenant(platform):
        assert Entry.objects.filter(action="organization.created", object_label="Initech Ltd").exists()


def test_a_refused_form_says_what_is_missing_and_keeps_what_was_typed(platform_manager, client_for):
    answer = client_for(platform_manager).post("/organizations/add/", {**FORM, "owner_email": "nobody"})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Enter an e-mail address such as name@company.example." in page
    assert 'value="Initech Ltd"' in page
    assert not Organization.objects.filter(slug="initech-ltd").exists()


def test_a_taken_or_reserved_short_name_is_refused(platform, acme, actor):
    with in_tenant(platform):
        for slug in ("acme", "www"):
            with pytest.raises(SlugTaken):
                services.add_organization(actor, name="Another", slug=slug)


def test_a_host_name_that_somebody_brought_is_not_taken_over(platform, globex, actor):
    HostName.objects.create(domain="hooli.localhost", tenant=globex)

    with in_tenant(platform), pytest.raises(HostTaken):
        services.add_organization(actor, name="Hooli")

    assert not Organization.objects.filter(slug="hooli").exists()


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Müller & Söhne", "muller-sohne"),
        ("Acme", "acme-2"),
        ("3M", "org-3m"),
        ("WWW", "www-2"),
        ("株式会社", "org"),
    ],
)
def test_a_slug_is_made_from_the_name_and_is_free(acme, name, slug):
    assert slug_for(name) == slug


def test_a_hostile_name_cannot_become_a_schema_name(db):
    organization = Organization(name="x", slug="x", schema_name='x"; DROP SCHEMA public; --')

    with pytest.raises(Exception, match="schema_name"):
        organization.full_clean()


def test_only_platform_managers_add_organizations(platform, owner, actor_for):
    with in_tenant(platform), pytest.raises(PermissionDenied):
        services.add_organization(actor_for(owner), name="Sneaky")


def test_suspending_and_resuming_is_seen_and_audited(platform, acme, actor, platform_manager, client_for):
    with in_tenant(platform):
        services.suspend_organization(actor, organization=acme)

    assert Organization.objects.get(slug="acme").status == "suspended"
    assert "Suspended" in client_for(platform_manager).get("/organizations/acme/").content.decode()

    answer = client_for(platform_manager).post("/organizations/acme/resume/")

    assert answer.status_code == 302
    assert Organization.objects.get(slug="acme").is_active
    with in_tenant(platform):
        actions = set(Entry.objects.values_list("action", flat=True))
    assert {"organization.suspended", "organization.resumed"} <= actions


def test_what_is_suspended_already_is_not_suspended_again(platform, acme, actor):
    with in_tenant(platform):
        services.suspend_organization(actor, organization=acme)
        with pytest.raises(NotSuspendable):
            services.suspend_organization(actor, organization=acme)


def test_the_platform_cannot_suspend_itself(platform, actor):
    with in_tenant(platform), pytest.raises(PlatformStays):
        services.suspend_organization(actor, organization=platform)


def test_a_provisioning_whose_worker_was_killed_is_taken_up_again(platform, actor, run_due_work):
    with in_tenant(platform):
        made = services.add_organization(actor, name="Initrode")
    ProvisioningJob.objects.filter(organization=made).update(state="running", step="tables")
    # The killed worker's claim is five minutes old by now.
    with connection.cursor() as cursor:
        cursor.execute("UPDATE tenants_provisioningjob SET started_at = now() - interval '6 minutes'")

    run_due_work()

    made.refresh_from_db()
    assert made.provisioned_at is not None


def test_the_command_makes_an_organization_ready_to_use(platform, capsys):
    call_command("create_organization", "--name", "Vandelay", "--owner-email", "art@vandelay.example")

    made = Organization.objects.get(slug="vandelay")
    assert made.provisioned_at is not None
    assert "Vandelay is ready at http://vandelay.localhost" in capsys.readouterr().out
    assert not DueWork.objects.filter(organization=made).exists()


def test_the_command_names_a_wrong_time_zone(platform):
    with pytest.raises(CommandError, match="Mars/Base is not a time zone"):
        call_command("create_organization", "--name", "Vandelay", "--time-zone", "Mars/Base")


def test_due_work_is_not_lost_when_more_is_asked_for_while_it_runs(acme):
    from tenants import due

    def asks_again():
        due.make_due("test.kind")

    due.register_sweep("test.kind", asks_again)
    with in_tenant(acme):
        due.make_due("test.kind")
    due.claim_due()

    with in_tenant(acme):
        due.run("test.kind")

    assert DueWork.objects.filter(organization=acme, kind="test.kind").exists()


def test_however_often_a_transaction_asks_for_work_one_message_is_sent(
    acme, globex, django_capture_on_commit_callbacks
):
    from tenants import due

    with django_capture_on_commit_callbacks() as messages:
        with in_tenant(acme):
            for _ in range(3):
                with transaction.atomic():
                    due.make_due("test.kind")
        with in_tenant(globex):
            due.make_due("test.kind")

    assert len(messages) == 2


def test_a_message_that_is_rolled_back_does_not_stand_for_a_later_one(
    acme, django_capture_on_commit_callbacks
):
    from tenants import due

    with django_capture_on_commit_callbacks() as messages, in_tenant(acme):
        with suppress(ZeroDivisionError), transaction.atomic():
            due.make_due("test.kind")
            _ = 1 / 0
        due.make_due("test.kind")

    assert len(messages) == 1
