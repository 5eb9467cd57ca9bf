"""Every named URL and what it answers to each of the cast; a row per URL, kind of object and method.

The statuses stand in the order of the site's columns:
  organization: anonymous, owner, admin, user, reporter, stranger, suspended
  platform:     anonymous, manager, suspended
  machine:      anonymous
stranger is globex's Owner, who asks at globex's host for acme's objects: 404, or globex's own list.
suspended is a user whose status changed while signed in. POST rows send an empty form: they are for pages that
have no GET, and show who is refused before anything is read. `arguments` names a fixture of tests/test_permissions.py.
"""

from __future__ import annotations

from dataclasses import dataclass

COLUMNS = {
    "organization": ("anonymous", "owner", "admin", "user", "reporter", "stranger", "suspended"),
    "platform": ("anonymous", "manager", "suspended"),
    "machine": ("anonymous",),
}
URLCONFS = {"organization": "opbx.urls", "platform": "opbx.urls_platform", "machine": "opbx.urls_machine"}


@dataclass(frozen=True)
class Row:
    name: str
    statuses: str
    arguments: str = "nothing"
    method: str = "GET"

    @property
    def expected(self) -> tuple[int, ...]:
        return tuple(int(status) for status in self.statuses.split())


TABLE = {
    "organization": (
        #                                      anon own adm usr rep str sus
        Row("home",                           "302 200 200 200 200 200 302"),
        Row("account_login",                  "200 302 302 302 302 302 200"),
        Row("account_logout",                 "405 405 405 405 405 405 405"),
        Row("account_logout",                 "302 302 302 302 302 302 302", "nothing", "POST"),
        Row("account_reset_password",         "200 200 200 200 200 200 200"),
        Row("account_reset_password_done",    "200 200 200 200 200 200 200"),
        Row("account_reset_password_from_key", "410 410 410 410 410 410 410", "reset_key"),
        Row("account_link",                   "410 410 410 410 410 410 410", "token"),
        Row("account_invitation",             "410 410 410 410 410 410 410", "token"),
        Row("account_invitation",             "200 200 200 200 200 410 200", "invitation"),
        Row("account_reauthenticate",         "302 200 200 200 200 200 302"),
        Row("profile",                        "302 200 200 200 200 200 302"),
        Row("account_change_password",        "302 200 200 200 200 200 302"),
        Row("extensions:list",                "302 200 200 200 403 200 302"),
        Row("extensions:add",                 "302 200 200 403 403 200 302"),
        Row("extensions:add_range",           "302 200 200 403 403 200 302"),
        Row("extensions:add_range",           "302 422 422 403 403 422 302", "nothing", "POST"),
        Row("extensions:deleted",             "302 200 200 403 403 200 302"),
        Row("extensions:restore",             "302 200 200 403 403 404 302", "deleted_extension"),
        Row("extensions:restore",             "302 302 302 403 403 404 302", "deleted_extension", "POST"),
        Row("extensions:options",             "302 200 200 200 403 200 302"),
        Row("extensions:export",              "302 200 200 200 403 200 302"),
        Row("extensions:import_start",        "302 200 200 403 403 200 302"),
        Row("extensions:import_start",        "302 422 422 403 403 422 302", "nothing", "POST"),
        Row("extensions:import_example",      "302 200 200 403 403 200 302"),
        Row("extensions:import",              "302 200 200 403 403 404 302", "checked_import"),
        Row("extensions:import_apply",        "405 405 405 405 405 405 405", "checked_import"),
        Row("extensions:import_apply",        "302 302 302 403 403 404 302", "checked_import", "POST"),
        Row("extensions:import_undo",         "302 200 200 403 403 404 302", "checked_import"),
        Row("extensions:import_undo",         "302 422 422 403 403 404 302", "checked_import", "POST"),
        Row("extensions:detail",              "302 200 200 200 403 404 302", "own_extension"),
        Row("extensions:detail",              "302 200 200 404 403 404 302", "extension"),
        Row("extensions:edit",                "302 200 200 403 403 404 302", "own_extension"),
        Row("extensions:set_enabled",         "302 200 200 403 403 404 302", "own_extension"),
        Row("extensions:delete",              "302 200 200 403 403 404 302", "own_extension"),
        Row("extensions:reveal",              "302 302 302 302 403 404 302", "own_account"),
        Row("extensions:show_qr",             "302 302 302 302 403 404 302", "own_account"),
        Row("extensions:phone_settings",      "302 200 200 200 403 404 302", "own_account"),
        Row("phone_setup:open",               "410 410 410 410 410 410 410", "token"),
        Row("phone_setup:open",               "200 200 200 200 200 410 200", "phone_link"),
        Row("phone_setup:open",               "200 200 200 200 200 410 200", "phone_link", "POST"),
        Row("phone_setup:linphone",           "410 410 410 410 410 410 410", "token"),
        Row("extensions:rotate",              "302 200 200 403 403 404 302", "own_account"),
        Row("extensions:phone_add",           "302 200 200 403 403 404 302", "own_extension"),
        Row("extensions:phone_edit",          "302 200 200 403 403 404 302", "own_account"),
        Row("extensions:phone_remove",        "302 200 200 403 403 404 302", "own_account"),
        Row("extensions:phone_add",           "302 422 422 403 403 404 302", "own_extension", "POST"),
        Row("extensions:phone_edit",          "302 422 422 403 403 404 302", "own_account", "POST"),
        Row("extensions:phone_set_enabled",   "302 200 200 403 403 404 302", "own_account"),
        Row("extensions:phone_set_enabled",   "302 302 302 403 403 404 302", "own_account", "POST"),
        Row("extensions:phone_remove",        "302 422 422 403 403 404 302", "own_account", "POST"),
        Row("voicemail:list",                 "302 200 200 200 403 200 302"),
        Row("voicemail:add",                  "302 200 200 403 403 200 302"),
        Row("voicemail:options",              "302 200 200 200 403 200 302"),
        Row("voicemail:detail",               "302 200 200 404 403 404 302", "box"),
        Row("voicemail:detail",               "302 200 200 200 403 404 302", "own_box"),
        Row("voicemail:detail",               "302 200 200 200 403 404 302", "shared_box"),
        Row("voicemail:edit",                 "302 200 200 404 403 404 302", "box"),
        Row("voicemail:edit",                 "302 200 200 200 403 404 302", "own_box"),
        Row("voicemail:edit",                 "302 200 200 403 403 404 302", "shared_box"),
        Row("voicemail:set_enabled",          "302 200 200 403 403 404 302", "own_box"),
        Row("voicemail:set_enabled",          "302 302 302 403 403 404 302", "own_box", "POST"),
        Row("voicemail:delete",               "302 200 200 403 403 404 302", "own_box"),
        Row("voicemail:delete",               "302 302 302 403 403 404 302", "own_box", "POST"),
        Row("voicemail:greeting",             "302 200 200 200 403 404 302", "own_box"),
        Row("voicemail:greeting",             "302 200 200 403 403 404 302", "shared_box"),
        Row("voicemail:sound",                "302 200 200 200 403 404 302", "own_box"),
        Row("voicemail:sound",                "302 200 200 200 403 404 302", "shared_box"),
        Row("voicemail:sound",                "302 200 200 404 403 404 302", "box"),
        Row("voicemail:sound_remove",         "405 405 405 405 405 405 405", "own_box"),
        Row("voicemail:sound_remove",         "302 302 302 302 403 404 302", "own_box", "POST"),
        Row("voicemail:sound_remove",         "302 302 302 403 403 404 302", "shared_box", "POST"),
        Row("voicemail:pin",                  "302 200 200 200 403 404 302", "own_box"),
        Row("voicemail:pin",                  "302 422 422 422 403 404 302", "own_box", "POST"),
        Row("voicemail:pin",                  "302 200 200 403 403 404 302", "shared_box"),
        Row("voicemail:pin_remove",           "405 405 405 405 405 405 405", "own_box"),
        Row("voicemail:pin_remove",           "302 302 302 302 403 404 302", "own_box", "POST"),
        Row("voicemail:pin_remove",           "302 302 302 403 403 404 302", "shared_box", "POST"),
        Row("extensions:service_pin",         "302 200 200 403 403 404 302", "own_extension"),
        Row("extensions:service_pin",         "302 422 422 403 403 404 302", "own_extension", "POST"),
        Row("extensions:service_pin_remove",  "405 405 405 405 405 405 405", "own_extension"),
        Row("extensions:service_pin_remove",  "302 302 302 403 403 404 302", "own_extension", "POST"),
        Row("forwarding:extension",           "302 200 200 200 403 404 302", "own_extension"),
        Row("forwarding:extension",           "302 200 200 404 403 404 302", "extension"),
        Row("forwarding:extension",           "302 409 409 409 403 404 302", "own_extension", "POST"),
        Row("forwarding:do_not_disturb",      "405 405 405 405 405 405 405", "own_extension"),
        Row("forwarding:do_not_disturb",      "302 302 302 302 403 404 302", "own_extension", "POST"),
        Row("forwarding:do_not_disturb",      "302 302 302 404 403 404 302", "extension", "POST"),
        Row("forwarding:mobile",              "405 405 405 405 405 405 405", "own_extension"),
        Row("forwarding:mobile",              "302 302 302 302 403 404 302", "own_extension", "POST"),
        Row("forwarding:mobile",              "302 302 302 404 403 404 302", "extension", "POST"),
        Row("forwarding:defaults",            "302 200 200 403 403 200 302"),
        Row("forwarding:defaults",            "302 409 409 403 403 409 302", "nothing", "POST"),
        Row("forwarding:template",            "302 200 200 403 403 404 302", "template"),
        Row("routing:number_list",            "302 200 200 403 403 200 302"),
        Row("routing:number_add",             "302 200 200 403 403 200 302"),
        Row("routing:number_detail",          "302 200 200 403 403 404 302", "number"),
        Row("routing:number_edit",            "302 200 200 403 403 404 302", "number"),
        Row("routing:number_delete",          "302 200 200 403 403 404 302", "number"),
        Row("trunks:list",                    "302 200 200 403 403 200 302"),
        Row("trunks:add",                     "302 200 200 403 403 200 302"),
        Row("trunks:export",                  "302 200 200 403 403 200 302"),
        Row("trunks:detail",                  "302 200 200 403 403 404 302", "trunk"),
        Row("trunks:edit",                    "302 200 200 403 403 404 302", "trunk"),
        Row("trunks:set_enabled",             "302 200 200 403 403 404 302", "trunk"),
        Row("trunks:delete",                  "302 200 200 403 403 404 302", "trunk"),
        Row("trunks:add",                     "302 422 422 403 403 422 302", "nothing", "POST"),
        Row("trunks:edit",                    "302 422 422 403 403 404 302", "trunk", "POST"),
        Row("trunks:set_enabled",             "302 302 302 403 403 404 302", "trunk", "POST"),
        Row("trunks:delete",                  "302 302 302 403 403 404 302", "trunk", "POST"),
        Row("extensions:set_enabled",         "302 302 302 403 403 404 302", "own_extension", "POST"),
        Row("extensions:delete",              "302 302 302 403 403 404 302", "own_extension", "POST"),
        Row("extensions:reveal",              "302 200 200 200 403 404 302", "own_account", "POST"),
        Row("extensions:show_qr",             "302 302 302 302 403 404 302", "own_account", "POST"),
        Row("extensions:rotate",              "302 302 302 403 403 404 302", "own_account", "POST"),
        Row("routing:number_delete",          "302 302 302 403 403 404 302", "number", "POST"),
        Row("cloudonix:connect",              "302 422 403 403 403 422 302", "nothing", "POST"),
        Row("cloudonix:check",                "302 302 403 403 403 302 302", "nothing", "POST"),
        Row("cloudonix:retry",                "302 302 302 403 403 302 302", "nothing", "POST"),
        Row("calls:list",                     "302 200 200 200 200 200 302"),
        Row("calls:detail",                   "302 200 200 404 200 404 302", "call"),
        Row("calls:detail",                   "302 200 200 200 200 404 302", "own_call"),
        Row("cloudonix:settings",             "302 200 200 403 403 200 302"),
        Row("cloudonix:progress",             "302 200 200 403 403 200 302"),
        Row("cloudonix:health",               "302 200 200 403 403 200 302"),
        Row("cloudonix:health_check",         "405 405 405 405 405 405 405"),
        Row("cloudonix:health_check",         "302 302 302 403 403 302 302", "nothing", "POST"),
        Row("cloudonix:connect",              "405 405 405 405 405 405 405"),
        Row("cloudonix:check",                "405 405 405 405 405 405 405"),
        Row("cloudonix:retry",                "405 405 405 405 405 405 405"),
        Row("cloudonix:rotate",               "302 302 403 403 403 302 302"),
        Row("cloudonix:disconnect",           "302 302 403 403 403 302 302"),
    ),
    "platform": (
        #                                      anon man sus
        Row("home",                           "302 302 302"),
        Row("account_login",                  "200 302 200"),
        Row("account_logout",                 "405 405 405"),
        Row("account_reset_password",         "200 200 200"),
        Row("account_reset_password_done",    "200 200 200"),
        Row("account_reset_password_from_key", "410 410 410", "reset_key"),
        Row("account_link",                   "410 410 410", "token"),
        Row("account_invitation",             "410 410 410", "token"),
        Row("account_reauthenticate",         "302 200 302"),
        Row("profile",                        "302 200 302"),
        Row("account_change_password",        "302 200 302"),
        Row("organizations:list",             "302 200 302"),
        Row("organizations:add",              "302 200 302"),
        Row("organizations:detail",           "302 200 302", "organization"),
        Row("organizations:progress",         "302 200 302", "organization"),
        Row("organizations:suspend",          "302 200 302", "organization"),
        Row("organizations:suspend",          "302 302 302", "organization", "POST"),
        Row("organizations:resume",           "302 302 302", "organization", "POST"),
        Row("organizations:retry",            "302 302 302", "organization", "POST"),
    ),
    "machine": (
        Row("healthz",                        "200"),
        Row("voice-route",                    "401"),
        Row("voice-continue",                 "401", "token"),
        Row("voice-media",                    "404", "token"),
        Row("session-update",                 "405"),
        Row("cdr",                            "405"),
        Row("session-update-alias",           "405"),
        Row("cdr-alias",                      "405"),
    ),
}  # fmt: skip

# What a visitor without a session may be shown at all; everything else leads to sign-in, or says 401, 404 or 405.
OPEN_TO_VISITORS = {
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_link",
    "account_invitation",
    "phone_setup:open",
    "phone_setup:linphone",
    "healthz",
}
