"""URLs of announcements."""

from __future__ import annotations

from django.urls import path

from routing.object_urls import object_urls
from routing.views import announcements

app_name = "announcements"
urlpatterns = [
    *object_urls(announcements.PAGES),
    path("<uuid:key>/sound/", announcements.announcement_sound, name="sound"),
]
