"""Scenario 3: somebody calls a phone number, an extension answers, and the call is in the call log, once.

Under each field in which the platform may report the end of a Dial, and both ways of writing numbers; so are all
other journeys of this folder.
"""

from __future__ import annotations

from tests.journeys.reading import heard, reasons_of, rung, wait_until, wait_until_folded

MAIN_NUMBER = "+493055501200"
LOGGED = "SELECT state, result, caller, dialled, journey FROM calls_call WHERE session_token = %s AND has_cdr"
CDRS = "SELECT count(*) FROM calls_rawevent WHERE session_token = %s AND kind = 'cdr'"


def test_a_call_from_outside_is_answered_and_logged_once(platform):
    platform.control("switches", {"chatter": True})  # as many updates as the platform sends
    call = platform.call(MAIN_NUMBER)
    platform.control("switches", {"chatter": False})
    token = call["token"]

    assert rung(call) == ["101"]
    assert call["legs"][0]["result"] == "completed"
    assert heard(call) == ""
    assert reasons_of(platform, token) == ["ringing", "answered"]
    wait_until(lambda: platform.rows(LOGGED, token) != [], "the call is in the call log")
    [cdr] = platform.control(f"journal?token={token}&kind=cdr")
    assert (
        platform.control("replay", {"delivery_id": cdr["id"]})["status"] < 300
    )  # the platform tells it again
    wait_until_folded(platform)
    ((state, result, caller, dialled, journey),) = platform.rows(LOGGED, token)
    assert (state, result) == ("ended", "answered")
    assert (caller.lstrip("+"), dialled) == ("442079460331", MAIN_NUMBER)
    assert journey == "101 Amara Okafor"
    assert platform.rows(CDRS, token) == [(1,)]
