"""E-mails to users: plain text from templates/accounts/mail/, sent when the transaction is over."""

from __future__ import annotations

from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string

from accounts.models import User
from opbx.logs import get_logger

log = get_logger(__name__)


def mail_after_commit(template: str, user: User, context: dict[str, Any]) -> None:
    """Send the mail once the change it speaks of is in the database; a rolled-back one sends nothing."""
    transaction.on_commit(lambda: send_mail(template, user, context))


def send_mail(template: str, user: User, context: dict[str, Any]) -> None:
    """Send the mail now. A mail server that is away is logged: what was done stays done."""
    text = render_to_string(f"accounts/mail/{template}.txt", {"user": user, **context})
    subject, _, body = text.strip().partition("\n")
    try:
        EmailMessage(subject.removeprefix("Subject: "), body.strip() + "\n", to=[user.email]).send()
    except OSError as error:  # smtplib's errors are OSErrors
        log.warning("mail_not_sent", template=template, user_id=user.pk, reason=type(error).__name__)
