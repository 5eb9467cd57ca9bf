"""Rows of the permission table: rules of phone numbers, blocked callers, codes and speed dial."""

from __future__ import annotations

from tests.permission_row import Row

# fmt: off
CALLERS_AND_CODES = (
    #                                 anon own adm usr rep str sus
    Row("routing:number_options",         "302 200 200 403 403 200 302"),
    Row("routing:number_export",          "302 200 200 403 403 200 302"),
    Row("routing:number_import_start",    "302 200 200 403 403 200 302"),
    Row("routing:number_import_start",    "302 422 422 403 403 422 302", "nothing", "POST"),
    Row("routing:number_import_example",  "302 200 200 403 403 200 302"),
    Row("routing:number_import",          "302 200 200 403 403 404 302", "checked_numbers"),
    Row("routing:number_import_apply",    "405 405 405 405 405 405 405", "checked_numbers"),
    Row("routing:number_import_apply",    "302 302 302 403 403 404 302", "checked_numbers", "POST"),
    Row("routing:number_import_undo",     "302 200 200 403 403 404 302", "checked_numbers"),
    Row("routing:number_import_undo",     "302 422 422 403 403 404 302", "checked_numbers", "POST"),
    Row("routing:number_bulk",            "405 405 405 405 405 405 405"),
    Row("routing:number_bulk",            "302 404 404 403 403 404 302", "nothing", "POST"),
    Row("routing:rule_add",               "302 200 200 403 403 404 302", "number"),
    Row("routing:rule_add",               "302 422 422 403 403 404 302", "number", "POST"),
    Row("routing:rule_edit",              "302 200 200 403 403 404 302", "number_rule"),
    Row("routing:rule_edit",              "302 422 422 403 403 404 302", "number_rule", "POST"),
    Row("routing:rule_raise",             "405 405 405 405 405 405 405", "number_rule"),
    Row("routing:rule_raise",             "302 302 302 403 403 404 302", "number_rule", "POST"),
    Row("routing:rule_delete",            "405 405 405 405 405 405 405", "number_rule"),
    Row("routing:rule_delete",            "302 302 302 403 403 404 302", "number_rule", "POST"),
    Row("dialling:plan",                  "302 200 200 403 403 200 302"),
    Row("dialling:codes",                 "302 200 200 403 403 200 302"),
    Row("dialling:codes",                 "302 422 422 403 403 422 302", "nothing", "POST"),
    Row("dialling:fallback",              "302 200 200 403 403 200 302"),
    Row("dialling:fallback",              "302 409 409 403 403 409 302", "nothing", "POST"),
    Row("dialling:speed_dial_add",        "302 200 200 403 403 200 302"),
    Row("dialling:speed_dial_add",        "302 422 422 403 403 422 302", "nothing", "POST"),
    Row("dialling:speed_dial_edit",       "302 200 200 403 403 404 302", "speed_dial"),
    Row("dialling:speed_dial_edit",       "302 422 422 403 403 404 302", "speed_dial", "POST"),
    Row("dialling:speed_dial_delete",     "302 200 200 403 403 404 302", "speed_dial"),
    Row("dialling:speed_dial_delete",     "302 302 302 403 403 404 302", "speed_dial", "POST"),
    Row("callers:list",                   "302 200 200 403 403 200 302"),
    Row("callers:export",                 "302 200 200 403 403 200 302"),
    Row("callers:add",                    "302 200 200 403 403 200 302"),
    Row("callers:add",                    "302 422 422 403 403 422 302", "nothing", "POST"),
    Row("callers:bulk",                   "405 405 405 405 405 405 405"),
    Row("callers:bulk",                   "302 404 404 403 403 404 302", "nothing", "POST"),
    Row("callers:edit",                   "302 200 200 403 403 404 302", "caller_rule"),
    Row("callers:edit",                   "302 422 422 403 403 404 302", "caller_rule", "POST"),
    Row("callers:delete",                 "302 200 200 403 403 404 302", "caller_rule"),
    Row("callers:delete",                 "302 302 302 403 403 404 302", "caller_rule", "POST"),
)
