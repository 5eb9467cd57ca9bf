"""URLs of voicemail messages, below their box."""

from __future__ import annotations

from django.urls import path

from calls.voicemail import views

app_name = "voicemail_messages"
_MESSAGE = "<uuid:box>/messages/<uuid:key>"
urlpatterns = [
    path("<uuid:box>/messages/act/", views.message_bulk, name="bulk"),
    path(f"{_MESSAGE}/sound/", views.message_sound, name="sound"),
    path(f"{_MESSAGE}/heard/", views.message_mark, name="mark"),
    path(f"{_MESSAGE}/delete/", views.message_delete, name="delete"),
    path(f"{_MESSAGE}/restore/", views.message_restore, name="restore"),
    path(f"{_MESSAGE}/remove/", views.message_remove, name="remove"),
    path(f"{_MESSAGE}/fetch/", views.message_fetch, name="fetch"),
    path(f"{_MESSAGE}/notice/", views.message_notice, name="notice"),
]
