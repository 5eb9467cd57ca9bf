"""What can stand in the way of an act on a voicemail message."""

from __future__ import annotations

from opbx.errors import DomainError


class NothingToFetch(DomainError):
    """The platform reported a failed recording and never named a place where its sound is."""

    def __init__(self) -> None:
        super().__init__(
            "Cloudonix recorded nothing for this message, so there is nothing to fetch. Call the number back.",
            code="nothing-to-fetch",
        )


class NoticeNotWanted(DomainError):
    """The voicemail box sends no e-mail any more."""

    def __init__(self, box: str) -> None:
        super().__init__(
            f"The voicemail box {box} sends no e-mail. Change its notices, then send this one.",
            code="notice-not-wanted",
        )
