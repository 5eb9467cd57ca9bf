"""App configuration: the kinds of due work that Cloudonix needs, and what it tells the layers around it."""

from __future__ import annotations

from django.apps import AppConfig


class CloudonixConfig(AppConfig):
    name = "cloudonix"

    def ready(self) -> None:
        from calls.inbox import register_reader  # noqa: PLC0415 - models are loaded now
        from calls.transferring import SWEEP as TRANSFERS  # noqa: PLC0415
        from calls.voicemail.taking import AUDIO  # noqa: PLC0415
        from cloudonix import health, outbox, pairing  # noqa: PLC0415
        from cloudonix.access import calls_notice, header_state, known_voices, sign_in_server  # noqa: PLC0415
        from cloudonix.account import CHECK_SWEEP, MAKE_SWEEP  # noqa: PLC0415
        from cloudonix.account.customer import check_account  # noqa: PLC0415
        from cloudonix.account.offer import CloudonixDomains  # noqa: PLC0415
        from cloudonix.account.orders import make_domain  # noqa: PLC0415
        from cloudonix.drift import checks, nights  # noqa: PLC0415
        from cloudonix.health.check import check_health  # noqa: PLC0415
        from cloudonix.recordings.fetching import fetch_recordings  # noqa: PLC0415
        from cloudonix.sync.dispatch import drain  # noqa: PLC0415
        from cloudonix.transferring import send_transfers  # noqa: PLC0415
        from cloudonix.webhooks.event_payloads import read_evidence  # noqa: PLC0415
        from cloudonix.webhooks.usage import calls_in_use_now  # noqa: PLC0415
        from extensions.sign_in import register_sign_in_server  # noqa: PLC0415
        from opbx.web.connection import register_calls_notice, register_cloudonix_state  # noqa: PLC0415
        from routing.engine.limits import CallsInUse  # noqa: PLC0415
        from routing.live_values import register_live_reader  # noqa: PLC0415
        from routing.voices import register_voices  # noqa: PLC0415
        from tenants.due import register_sweep  # noqa: PLC0415
        from tenants.offers import register_domain_offer  # noqa: PLC0415

        register_reader(read_evidence)
        register_sweep(AUDIO, fetch_recordings)
        register_sweep(outbox.SWEEP, drain)
        register_sweep(TRANSFERS, send_transfers)
        register_sweep(pairing.SWEEP, pairing.run)
        register_sweep(health.SWEEP, check_health)
        register_sweep(nights.SWEEP, checks.run)
        register_sweep(CHECK_SWEEP, check_account)
        register_sweep(MAKE_SWEEP, make_domain)
        register_domain_offer(CloudonixDomains())
        register_cloudonix_state(header_state)
        register_calls_notice(calls_notice)
        register_sign_in_server(sign_in_server)
        register_voices(known_voices)
        register_live_reader(CallsInUse, calls_in_use_now)
