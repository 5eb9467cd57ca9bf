"""Add an organization from a script: the same service as the console, provisioned before the command ends."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from audit.actors import Actor
from opbx.errors import DomainError
from tenants import due
from tenants.addresses import address_of
from tenants.console.platform import ensure_platform
from tenants.console.services import PROVISION, add_organization
from tenants.context import in_tenant
from tenants.models import Organization, ProvisioningJob, slug_is_valid, time_zone_exists


class Command(BaseCommand):
    help = "Add an organization, make its schema and invite its first Owner."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--name", required=True)
        parser.add_argument("--slug", default="", help="short name; made from the name when left out")
        parser.add_argument("--time-zone", default="UTC", help="for example Europe/Berlin")
        parser.add_argument("--region", default="US", help="two letters: how national numbers are read")
        parser.add_argument("--voice-language", default="en-US", help="what callers hear")
        parser.add_argument("--owner-name", default="")
        parser.add_argument("--owner-email", default="", help="gets an invitation")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        facts = ("name", "slug", "time_zone", "region", "voice_language", "owner_name", "owner_email")
        organization = self._add({fact: options[fact] for fact in facts})
        with in_tenant(organization):
            due.run(PROVISION)
        job = ProvisioningJob.objects.get(organization=organization)
        if job.state == ProvisioningJob.State.FAILED:
            raise CommandError(f"{job.error} Run the command of the console's “Try again”, or see the log.")
        self.stdout.write(f"{organization.name} is ready at {address_of(organization, '/')}")

    def _add(self, facts: dict[str, str]) -> Organization:
        actor = Actor.system("create_organization")
        try:
            time_zone_exists(facts["time_zone"])
            if facts["slug"]:
                slug_is_valid(facts["slug"])
            with in_tenant(ensure_platform()):
                return add_organization(actor, **facts)
        except DomainError as error:
            raise CommandError(error.message) from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
