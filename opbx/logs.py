"""Structured log lines on stderr, with everything secret-looking taken out before it is written."""

from __future__ import annotations

import logging
import re
from typing import Any

import structlog

SECRET_KEYS = re.compile(
    r"authorization|x-cx-apikey|api[-_]?key|sip[-_]?password|password|secret|token|cookie", re.IGNORECASE
)
# A bearer header, a Cloudonix key (XI and 32 hexadecimal digits), a URL's user:password inside a text, or the token
# of a one-time link: Django logs the path of every request that it refuses.
SECRET_TEXT = re.compile(
    r"(?i)(bearer\s+)[^\s\"',;]+|\bXI[0-9A-F]{32}\b|(://[^/:@\s]+:)[^@/\s]+(?=@)"
    r"|(/(?:phone-setup(?:/linphone)?|invitation|sign-in/(?:link|reset)|webhooks/recording)/)[\w:-]+"
)


def redact_text(text: str) -> str:
    """Replace credentials that stand inside a text."""
    return SECRET_TEXT.sub(
        lambda match: f"{match.group(match.lastindex or 0) if match.lastindex else ''}[redacted]", text
    )


def redact(_logger: object, _method: str, event: Any) -> Any:  # noqa: ANN401 - structlog's processor signature
    """Mask values whose key names a secret and credentials inside texts."""
    for key, value in event.items():
        if key != "event" and SECRET_KEYS.search(str(key)):
            event[key] = "[redacted]"
        elif isinstance(value, str):
            event[key] = redact_text(value)
    return event


def logging_config(level: str) -> dict[str, Any]:
    """The logging configuration for Django, Celery and our own `structlog.get_logger()` lines."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        redact,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"], drop_missing=True),
        ],
        "foreign_pre_chain": shared,
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django.server": {"level": "WARNING", "propagate": True},
            "httpx": {"level": "WARNING"},  # its INFO lines hold whole URLs
            "httpcore": {"level": "WARNING"},
            "axes": {"level": "WARNING"},
            # One line per task and sweep would bury what matters, and repeats the task's arguments.
            "celery.app.trace": {"level": "WARNING"},
            "celery.worker.strategy": {"level": "WARNING"},
            "celery.beat": {"level": "WARNING"},
        },
    }


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    """A logger for key-value lines: `log.info("outbox_item_parked", topic=…, reason=…)`, ids rather than objects."""
    logger: structlog.stdlib.BoundLogger = structlog.get_logger(name)
    return logger


logging.captureWarnings(capture=True)
