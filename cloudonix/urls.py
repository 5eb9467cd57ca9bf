"""URLs of the Cloudonix settings."""

from __future__ import annotations

from django.urls import path

from cloudonix.views import checklist, connection, differences, health, importing, ringing, sign_in, sync

app_name = "cloudonix"
urlpatterns = [
    path("", connection.settings_page, name="settings"),
    path("connect/", connection.connect, name="connect"),
    path("progress/", connection.progress, name="progress"),
    path("check/", connection.check, name="check"),
    path("request-key/", connection.rotate, name="rotate"),
    path("disconnect/", connection.disconnect, name="disconnect"),
    path("phones/", sign_in.sign_in, name="sign_in"),
    path("ringing/", ringing.ringing, name="ringing"),
    path("set-up/", checklist.set_up, name="set_up"),
    path("set-up/progress/", checklist.set_up_progress, name="set_up_progress"),
    path("set-up/hide/", checklist.checklist_hide, name="checklist_hide"),
    path("health/", health.health_page, name="health"),
    path("health/check/", health.health_check, name="health_check"),
    path("retry/", connection.retry, name="retry"),
    path("sync/", sync.sync_page, name="sync"),
    path("sync/compare/", sync.compare, name="compare"),
    path("sync/start/", sync.start, name="sync_start"),
    path("sync/deletions/<str:topic>/confirm/", sync.confirm, name="deletions_confirm"),
    path("sync/deletions/<str:topic>/keep/", sync.keep, name="deletions_keep"),
    path("differences/", differences.difference_list, name="differences"),
    path("differences/<uuid:key>/overwrite/", differences.overwrite, name="difference_overwrite"),
    path("differences/<uuid:key>/adopt/", differences.adopt, name="difference_adopt"),
    path("differences/<uuid:key>/ignore/", differences.ignore, name="difference_ignore"),
    path("differences/<uuid:key>/unignore/", differences.unignore, name="difference_unignore"),
    path("differences/<uuid:key>/delete/", differences.delete, name="difference_delete"),
    path("import/", importing.import_page, name="import"),
]
