"""What writing a descriptor gives, whatever the standard."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cursus.texts import Text


class Written(NamedTuple):
    """The files of a descriptor, and what of the course they do not say."""

    files: dict[str, bytes]  # name in the package -> its bytes
    losses: list[Text]
