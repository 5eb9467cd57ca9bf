"""The platform's own organization: made once, before any customer."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from tenants import context
from tenants.lookup import forget_hosts
from tenants.models import HostName, Organization
from tenants.schemas import make_schema

SLUG = "platform"
SCHEMA = "t_platform"


def ensure_platform(*, name: str = "OPBX platform", time_zone: str = "UTC") -> Organization:
    """The platform's organization with its schema and the bare host name; safe to repeat."""
    with context.in_shared():
        platform = Organization.objects.filter(kind=Organization.Kind.PLATFORM).first()
        if platform is None:
            platform = Organization(
                name=name, slug=SLUG, kind=Organization.Kind.PLATFORM, schema_name=SCHEMA, time_zone=time_zone
            )
            platform.save()
        ensure_host(platform, settings.HOST_SUFFIX)
        if platform.provisioned_at is None:
            make_schema(platform)
            platform.provisioned_at = timezone.now()
            platform.save(update_fields=["provisioned_at"])
    forget_hosts()
    return platform


def ensure_host(organization: Organization, host: str) -> None:
    """Make host the organization's primary host name; the others stay and keep working."""
    HostName.objects.filter(tenant=organization, is_primary=True).exclude(domain=host).update(
        is_primary=False
    )
    HostName.objects.update_or_create(
        domain=host.lower(), defaults={"tenant": organization, "is_primary": True}
    )
