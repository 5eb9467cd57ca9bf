"""The URLs of the platform's own site: the console for platform managers."""

from __future__ import annotations

from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="organizations:list"), name="home"),
    path("", include("accounts.urls")),
    path("settings/cloudonix/", include("cloudonix.account_urls")),
    path("organizations/", include("tenants.console.urls")),
]
handler400 = "opbx.web.errors.bad_request"
handler403 = "opbx.web.errors.forbidden"
handler404 = "opbx.web.errors.not_found"
handler500 = "opbx.web.errors.server_error"
