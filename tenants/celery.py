"""Task base classes: a tenant task refuses to be queued and to run without an organization."""

from __future__ import annotations

from typing import Any

import structlog
from celery import Task
from django.db import close_old_connections

from tenants import context
from tenants.models import Organization

HEADER = "opbx_organization"


class TenantTask(Task):  # type: ignore[misc]  # celery is untyped
    """A task of one organization: the sender's organization travels in a header and is entered before the body.

    Queue it after commit (`transaction.on_commit(task.delay)`) from inside the organization. Raises
    context.NoOrganization when there is none, on either side. A deleted organization's task does nothing.
    """

    abstract = True

    def apply_async(self, args: Any = None, kwargs: Any = None, **options: Any) -> Any:  # noqa: ANN401 - celery's own
        organization_id = context.current_organization().pk
        headers = {**(options.pop("headers", None) or {}), HEADER: organization_id}
        return super().apply_async(args, kwargs, headers=headers, **options)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - the task's own signature
        organization_id = _header(self)
        if organization_id is None:
            raise context.NoOrganization(f"{self.name} was sent without an organization.")
        context.enter_shared()
        organization = Organization.objects.filter(pk=organization_id).first()
        if organization is None or organization.status == Organization.Status.DELETED:
            return None
        with (
            context.in_tenant(organization),
            structlog.contextvars.bound_contextvars(organization=organization.slug, task=self.name),
        ):
            return super().__call__(*args, **kwargs)


class SharedTask(Task):  # type: ignore[misc]  # celery is untyped
    """A task of the shared schema; it enters organizations itself where it needs them."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - the task's own signature
        close_old_connections()
        context.enter_shared()
        try:
            return super().__call__(*args, **kwargs)
        finally:
            context.enter_shared()


def _header(task: Task) -> int | None:
    request = task.request
    value = getattr(request, HEADER, None)
    if value is None and request.headers:
        value = request.headers.get(HEADER)
    return int(value) if value is not None else None
