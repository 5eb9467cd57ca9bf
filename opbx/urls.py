"""The URLs of an organization's site."""

from __future__ import annotations

from django.urls import include, path

from opbx.home import home

urlpatterns = [
    path("", home, name="home"),
    path("", include("accounts.urls")),
    path("", include("routing.forwarding_urls")),
    path("extensions/", include("extensions.urls")),
    path("phonebook/", include("extensions.phonebook_urls")),
    path("voicemail/", include("extensions.voicemail_urls")),
    path("voicemail/", include("calls.voicemail.urls")),
    path("templates/", include("extensions.template_urls")),
    path("phone-setup/", include("extensions.setup_urls")),
    path("numbers/", include("routing.urls")),
    path("ring-groups/", include("routing.ring_group_urls")),
    path("hours/", include("routing.schedule_urls")),
    path("holidays/", include("routing.holiday_urls")),
    path("menus/", include("routing.menu_urls")),
    path("announcements/", include("routing.announcement_urls")),
    path("agents/", include("routing.agent_urls")),
    path("rooms/", include("routing.room_urls")),
    path("directories/", include("routing.directory_urls")),
    path("flow/", include("routing.flow_urls")),
    path("callers/", include("routing.caller_urls")),
    path("dialling/", include("routing.dialling_urls")),
    path("trunks/", include("routing.trunk_urls")),
    path("outbound/", include("routing.outbound_urls")),
    path("calls/", include("calls.urls")),
    path("settings/language/", include("routing.language_urls")),
    path("settings/cloudonix/", include("cloudonix.urls")),
]
handler400 = "opbx.web.errors.bad_request"
handler403 = "opbx.web.errors.forbidden"
handler404 = "opbx.web.errors.not_found"
handler500 = "opbx.web.errors.server_error"
