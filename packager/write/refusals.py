"""What stops a command that writes packages, and is the author's to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cursus.texts import Text


class Refused(Exception):
    """The command cannot do what is asked; the argument says why."""

    def __init__(self, *texts: Text) -> None:
        """Take what is to be said about it."""
        super().__init__("; ".join(text.en for text in texts))
        self.texts: Sequence[Text] = texts
