"""Shows on the console what the demo would have mailed: Django writes each e-mail to a file, this reads them."""

from __future__ import annotations

import email
import email.policy
from pathlib import Path

SEPARATOR = b"\n" + b"-" * 79 + b"\n"


class Mailbox:
    """A folder of e-mails, one or more to a file, as Django's file-based backend writes them."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        self.folder = folder
        self._read: dict[Path, int] = {path: path.stat().st_size for path in folder.iterdir()}

    def unread(self) -> list[str]:
        """The e-mails since the last look, each as the lines a person wants to see."""
        found = []
        for path in sorted(self.folder.iterdir()):
            seen = self._read.get(path, 0)
            if path.stat().st_size <= seen:
                continue
            with path.open("rb") as content:
                content.seek(seen)
                # What stands behind the last separator is still being written.
                whole, separator, _rest = content.read().rpartition(SEPARATOR)
            self._read[path] = seen + len(whole) + len(separator)
            found += [_shown(part) for part in whole.split(SEPARATOR) if part.strip()]
        return found


def _shown(raw: bytes) -> str:
    message = email.message_from_bytes(raw.lstrip(), policy=email.policy.default)
    body = message.get_body(("plain",))
    text = body.get_content().strip() if body is not None else ""
    lines = [f"E-mail to {message['To']}: {message['Subject']}", *text.splitlines()]
    return "\n".join(f"  | {line}" for line in lines)
