"""What the address of a page says about its form: what is chosen on it already."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

from extensions.models import Department


def asked_department(request: HttpRequest) -> Department | None:
    """Where a department's page leads to a form, it is chosen already; what does not fit is ignored."""
    try:
        return Department.objects.filter(key=UUID(request.GET.get("department", ""))).first()
    except ValueError:
        return None
