"""Print a sign-in link for the first user of each role in each organization: the demo's front door."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand

from accounts.models import User
from accounts.permissions import BUILT_IN
from accounts.services import sign_in_link
from audit.actors import Actor
from tenants.context import each_organization


class Command(BaseCommand):
    help = "Print one sign-in link per role and organization, tab-separated: organization, role, name, link."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--minutes", type=int, default=12 * 60, help="how long the links work")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        actor = Actor.system("sign_in_links")
        for organization in each_organization():
            for role in BUILT_IN.values():
                user = User.objects.active().filter(role=role.key).order_by("pk").first()
                if user is not None:
                    url = sign_in_link(actor, user, minutes=options["minutes"])
                    self.stdout.write(f"{organization.name}\t{role.name}\t{user.name}\t{url}")
