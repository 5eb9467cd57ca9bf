"""The tenants and their host names."""

from __future__ import annotations

from django.db import models
from django_tenants.models import DomainMixin, TenantMixin


class Customer(TenantMixin):  # type: ignore[misc]  # django-tenants is untyped
    """A tenant."""

    auto_create_schema = False

    name = models.CharField(max_length=100)


class Host(DomainMixin):  # type: ignore[misc]  # django-tenants is untyped
    """A host name of a tenant."""
