"""What the address of a page says: what is chosen on its form already, and where it was opened from."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from extensions.models import Department


def asked_department(request: HttpRequest) -> Department | None:
    """Where a department's page leads to a form, it is chosen already; what does not fit is ignored."""
    try:
        return Department.objects.filter(key=UUID(request.GET.get("department", ""))).first()
    except ValueError:
        return None


def list_address(request: HttpRequest) -> str:
    """The list as it was when it led to this page: it passes its own query on, with from=list."""
    query = request.GET.copy()
    if query.pop("from", None) != ["list"]:
        return reverse("extensions:list")
    return f"{reverse('extensions:list')}?{query.urlencode()}".rstrip("?")


def is_from_list(request: HttpRequest) -> bool:
    return request.GET.get("from") == "list"
