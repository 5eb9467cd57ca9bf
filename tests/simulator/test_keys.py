"""Keys and speech during a call: noted, and without effect while no verb listens."""

from __future__ import annotations

from tests.simulator.bench import Bench, play, texts

ANSWERED = '<Response><Dial timeout="9" action="/next"><Number>101</Number></Dial></Response>'


def test_what_the_caller_and_a_phone_press_or_say_stands_in_the_timeline() -> None:
    async def scenario() -> None:
        async with Bench(ANSWERED, "<Response/>") as bench:
            token = await bench.ring_in()
            await bench.until(token, "ringing")
            caller, leg = f"/__sim__/calls/{token}/caller", f"/__sim__/calls/{token}/leg/1"
            await bench.post(caller, {"do": "dtmf", "value": "12#"})
            assert (await bench.request("POST", leg, {"do": "dtmf", "value": "5"}))[0] == 400
            await bench.post(leg, {"do": "answer"})
            await bench.until(token, "talking")
            await bench.post(leg, {"do": "dtmf", "value": "5"})
            await bench.post(caller, {"do": "speak", "value": "hello"})
            assert (await bench.request("POST", caller, {"do": "dtmf"}))[0] == 400
            await bench.post(caller, {"do": "hangup"})
            call = await bench.until(token, "settled")

            assert texts(call, "keys") == [
                "The caller presses 12#; nothing listens.",
                "Leg 1 presses 5; nothing listens.",
                "The caller says hello; nothing listens.",
            ]

    play(scenario())
