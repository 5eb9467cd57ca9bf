"""Make the platform's own site and invite its first manager."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand

from accounts.models import User
from accounts.services import invite_user
from audit.actors import Actor
from tenants.console.platform import ensure_platform
from tenants.context import in_tenant


class Command(BaseCommand):
    help = "Make the platform's own site (once) and invite a platform manager. Safe to repeat."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--email", required=True, help="the manager's e-mail address")
        parser.add_argument("--name", required=True, help="the manager's name")
        parser.add_argument("--time-zone", default="UTC")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        platform = ensure_platform(time_zone=options["time_zone"])
        with in_tenant(platform):
            if User.objects.with_email(options["email"]).exists():
                self.stdout.write(f"{options['email']} is a platform manager already.")
                return
            _, link = invite_user(
                Actor.system("create_platform"),
                email=options["email"],
                name=options["name"],
                role="platform_manager",
            )
        self.stdout.write(f"Invitation for {options['email']}, good for 7 days:\n{link}")
