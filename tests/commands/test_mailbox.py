"""The demo shows on the console what it would have mailed, each e-mail once."""

from __future__ import annotations

from pathlib import Path

from django.core.mail import EmailMultiAlternatives, get_connection

from opbx.embedded.mailbox import Mailbox


def send(folder: Path, subject: str, text: str) -> None:
    connection = get_connection("django.core.mail.backends.filebased.EmailBackend", file_path=str(folder))
    message = EmailMultiAlternatives(
        subject, text, "opbx@localhost", ["müller@acme.example"], connection=connection
    )
    message.attach_alternative(f"<p>{text}</p>", "text/html")
    message.send()
    connection.close()


def test_each_e_mail_is_shown_once_with_its_address_subject_and_text(tmp_path: Path) -> None:
    mailbox = Mailbox(tmp_path / "mail")
    send(mailbox.folder, "Set a new password", "Open http://acme.localhost/sign-in/reset/x/ – it works once.")

    (shown,) = mailbox.unread()

    assert "E-mail to" in shown
    assert "Set a new password" in shown
    assert "Open http://acme.localhost/sign-in/reset/x/ – it works once." in shown
    assert "<p>" not in shown
    assert mailbox.unread() == []


def test_e_mails_of_an_earlier_run_are_not_shown_again(tmp_path: Path) -> None:
    send(Mailbox(tmp_path / "mail").folder, "Yesterday", "Old news.")

    mailbox = Mailbox(tmp_path / "mail")

    assert mailbox.unread() == []
    send(mailbox.folder, "Today", "News.")
    assert len(mailbox.unread()) == 1
