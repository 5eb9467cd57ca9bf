"""What people did to an organization, in words."""

from __future__ import annotations

from audit.history import Line, history_in_words
from tenants.models import Organization

SENTENCES = {
    "organization.created": "added this organization",
    "organization.suspended": "suspended this organization",
    "organization.resumed": "resumed this organization",
    "organization.domain_ordered": "had OPBX make its Cloudonix domain",
    "organization.provisioning_retried": "had OPBX make this organization once more",
}


def history_of_organization(organization: Organization) -> list[Line]:
    return history_in_words(organization, SENTENCES, {})
