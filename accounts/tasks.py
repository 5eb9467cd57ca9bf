"""Background work of this app."""

from __future__ import annotations

from celery import shared_task
from django.urls import reverse
from django.utils.http import int_to_base36

from accounts.mail import send_mail
from accounts.models import User
from accounts.tokens import ResetTokens
from tenants.addresses import address_of
from tenants.celery import TenantTask
from tenants.context import current_organization


@shared_task(base=TenantTask, name="accounts.tasks.send_password_reset")
def send_password_reset(email: str) -> None:
    """Mail a reset link if an active user has this address.

    In the worker, so that the page takes as long for an unknown address as for a known one.
    """
    user = User.objects.active().with_email(email).first()
    if user is None:
        return
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": int_to_base36(user.pk), "key": ResetTokens().make_token(user)},
    )
    organization = current_organization()
    context = {"url": address_of(organization, path), "organization": organization}
    send_mail("password_reset", user, context)
