"""What was meant: the known name that a wrong one is most like."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST: Final = 60  # characters of a name; comparing takes time by their square
_LIKENESS: Final = 0.75


def closest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that a wrong one stands for, None where none is like it."""
    if len(name) > _LONGEST:
        return None
    by_small = {other.lower(): other for other in known}
    found = get_close_matches(name.lower(), by_small, 1, _LIKENESS)
    return by_small[found[0]] if found else None
