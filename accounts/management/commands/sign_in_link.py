"""Let someone in who is locked out: print a one-time sign-in link."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.services import LINK_MINUTES, sign_in_link
from audit.actors import Actor
from tenants.context import in_tenant
from tenants.models import Organization


class Command(BaseCommand):
    help = "Print a link that signs a user in once, for an admin who is locked out."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("email", help="the user's e-mail address")
        parser.add_argument(
            "--organization", required=True, help='the organization\'s short name, "platform" for the console'
        )
        parser.add_argument(
            "--minutes", type=int, default=LINK_MINUTES, help="how long the link works (1 to 1440)"
        )

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        minutes = options["minutes"]
        if not 1 <= minutes <= 1440:
            raise CommandError("--minutes is a number from 1 to 1440.")
        organization = Organization.objects.filter(
            slug=options["organization"], provisioned_at__isnull=False
        ).first()
        if organization is None:
            known = ", ".join(Organization.objects.order_by("slug").values_list("slug", flat=True)[:50])
            raise CommandError(
                f"There is no organization {options['organization']}. There are: {known or 'none'}."
            )
        with in_tenant(organization):
            user = User.objects.with_email(options["email"]).first()
            if user is None:
                raise CommandError(f"{organization.name} has no user with the address {options['email']}.")
            if not user.is_active:
                raise CommandError(
                    f"{user.email} is {user.get_status_display().lower()}. Activate the user first."
                )
            url = sign_in_link(Actor.system("sign_in_link"), user, minutes=minutes)
        if not organization.is_active:
            self.stderr.write(f"{organization.name} is suspended: resume it, or the link shows only that.")
        self.stdout.write(url)
