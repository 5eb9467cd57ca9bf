"""The guard row: one organization's configuration is changed by one transaction at a time."""

from __future__ import annotations

from tenants.context import current_organization
from tenants.models import Organization


def guard_configuration() -> Organization:
    """Wait for other changes of the current organization, and return it as the database knows it now.

    First statement of every service that changes what is published: it ends in the publish, which would wait
    for this row anyway; taken at the start, two services can never wait for each other's rows.
    """
    # Not FOR UPDATE: it would wait for the foreign key check of every row that names the organization.
    row: Organization = Organization.objects.select_for_update(no_key=True).get(pk=current_organization().pk)
    return row
