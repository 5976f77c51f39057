"""Which LMS the files of a course talk to, as far as their text shows.

A page that talks to none cannot report that it was seen; one that talks to another than the package
is for finds nobody. A search for the names that every driver has to use, not a proof.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from packager.model import Standard

_ENDINGS: Final = (".html", ".htm", ".xhtml", ".js", ".mjs")
_LARGEST: Final = 8 << 20  # bytes of a file that are looked at
_WORDS: Final[dict[Standard, re.Pattern[bytes]]] = {
    "scorm12": re.compile(rb"LMSInitialize|LMSSetValue"),
    "scorm2004": re.compile(rb"API_1484_11"),
    "aicc": re.compile(rb"aicc_sid", re.IGNORECASE),
    "cmi5": re.compile(rb"\bcmi5\b|LMS\.LaunchData|activityId.{0,2000}fetch", re.DOTALL),
    "xapi": re.compile(rb"X-Experience-API-Version", re.IGNORECASE),
}


def spoken(files: Iterable[tuple[str, Path]]) -> frozenset[Standard]:
    """Return the standards whose words stand in any of the files."""
    found: set[Standard] = set()
    for name, path in files:
        if name.lower().endswith(_ENDINGS):
            with path.open("rb") as file:
                text = file.read(_LARGEST)
            found.update(standard for standard, words in _WORDS.items() if words.search(text))
    return frozenset(found)
