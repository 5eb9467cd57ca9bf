"""The console's door."""

from __future__ import annotations

from django.http import Http404

from tenants.models import Organization


def get_organization(slug: str) -> Organization:
    """A customer organization by its short name; Http404 when there is none or it was deleted.

    The platform's own site is reached by platform managers only, and the views require their permission.
    """
    organization = (
        Organization.objects.filter(slug=slug, kind=Organization.Kind.CUSTOMER)
        .exclude(status=Organization.Status.DELETED)
        .select_related("provisioning")
        .first()
    )
    if organization is None:
        raise Http404("There is no organization with this short name.")
    return organization
