"""The first middleware: the tenant comes from the host name, or later from the verified credential, nothing else."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.urls import resolve, set_urlconf
from django.utils import timezone

from tenants import context, lookup
from tenants.models import Organization

GetResponse = Callable[[HttpRequest], HttpResponse]
MACHINE_PATHS = ("/api/voice/", "/api/webhooks/", "/healthz")


class MachineHosts:
    """The bare host and the public address, by either of which Cloudonix may call us; `in` takes a Host header."""

    def __init__(self) -> None:
        public = urlsplit(settings.PUBLIC_URL).hostname or ""
        self._names = frozenset({settings.HOST_SUFFIX.lower(), public.lower()})

    def __contains__(self, host: str) -> bool:
        return _name_of(host) in self._names


@lru_cache(maxsize=1024)
def _name_of(host: str) -> str:
    """The name in a Host header, without its port; "" for what is none."""
    return split_domain_port(host)[0].lower().rstrip(".")


class TenantMiddleware:
    """Enter the organization of the host name and choose its URLs; leave the shared schema behind on the way out."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.machine_hosts = MachineHosts()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        context.enter_shared()
        try:
            return self._answer(request)
        finally:
            context.enter_shared()

    def _answer(self, request: HttpRequest) -> HttpResponse:
        host = _name_of(request.get_host())
        if request.path_info == "/healthz" or (
            host in self.machine_hosts and request.path_info.startswith(MACHINE_PATHS)
        ):
            return answer_machine(request)
        organization = lookup.organization_of_host(host)
        if organization is None or not is_reachable(organization):
            request.tenant = None  # type: ignore[attr-defined]
            use_urls(request, "opbx.urls_nowhere")
            return self.get_response(request)
        request.tenant = organization  # type: ignore[attr-defined]
        context.enter(organization)
        use_urls(request, "opbx.urls_platform" if organization.is_platform else "opbx.urls")
        return self.get_response(request)


class TimeZoneMiddleware:
    """Show times in the organization's zone."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        organization: Organization | None = getattr(request, "tenant", None)
        if organization is None:
            return self.get_response(request)
        with timezone.override(zoneinfo.ZoneInfo(organization.time_zone)):
            return self.get_response(request)


def answer_machine(request: HttpRequest) -> HttpResponse:
    """Call the view directly: a machine has no session and no page policy, and is never redirected."""
    request.tenant = None  # type: ignore[attr-defined]
    use_urls(request, "opbx.urls_machine")
    match = resolve(request.path_info, "opbx.urls_machine")
    request.resolver_match = match
    response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return response


def use_urls(request: HttpRequest, urlconf: str) -> None:
    request.urlconf = urlconf
    set_urlconf(urlconf)


def is_reachable(organization: Organization) -> bool:
    """A site exists once it is provisioned and until it is deleted; a suspended one still shows why it is closed."""
    return organization.provisioned_at is not None and organization.status != Organization.Status.DELETED
