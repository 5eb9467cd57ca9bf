"""URLs of voicemail boxes."""

from __future__ import annotations

from django.urls import path

from extensions.views import voicemail, voicemail_changes

app_name = "voicemail"
urlpatterns = [
    path("", voicemail.box_list, name="list"),
    path("add/", voicemail_changes.box_add, name="add"),
    path("export/", voicemail.box_export, name="export"),
    path("options/", voicemail.box_options, name="options"),
    path("<uuid:key>/", voicemail.box_detail, name="detail"),
    path("<uuid:key>/edit/", voicemail_changes.box_edit, name="edit"),
    path("<uuid:key>/enabled/", voicemail_changes.box_set_enabled, name="set_enabled"),
    path("<uuid:key>/delete/", voicemail_changes.box_delete, name="delete"),
    path("<uuid:key>/greeting/", voicemail_changes.box_greeting, name="greeting"),
    path("<uuid:key>/greeting/sound/", voicemail.box_sound, name="sound"),
    path("<uuid:key>/greeting/sound/remove/", voicemail_changes.box_sound_remove, name="sound_remove"),
    path("<uuid:key>/pin/", voicemail_changes.box_pin, name="pin"),
    path("<uuid:key>/pin/remove/", voicemail_changes.box_pin_remove, name="pin_remove"),
]
