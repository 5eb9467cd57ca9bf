"""Absolute addresses of an organization's pages, for e-mails and for the console's output."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

from tenants.models import HostName, Organization


def address_of(organization: Organization, path: str = "/") -> str:
    """The page at path on the organization's primary host, with the scheme and port of settings.PUBLIC_URL.

    path: begins with "/" (what `reverse` gives).
    """
    public = urlsplit(settings.PUBLIC_URL)
    host = HostName.objects.filter(tenant=organization).order_by("-is_primary", "pk").first()
    name = host.domain if host else f"{organization.slug}.{settings.HOST_SUFFIX}"
    port = f":{public.port}" if public.port else ""
    return f"{public.scheme}://{name}{port}{path}"
