"""What the tolerant profile makes of a value that content plainly meant (the `mend` of a row).

A mended value is judged again by the row's type; nothing that changes meaning is mended.
`player_assets/cmi.js` has the same functions.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from runtime.cmi.table import Mend

_SPACE = " \t\r\n"
_TIMESPAN = re.compile(r"([0-9]{1,4}):([0-9]{1,3}):([0-9]{1,3})(?:\.([0-9]{1,20}))?")
_FRACTION = re.compile(r"(\.[0-9]{2})[0-9]+")
_ZONE_AFTER_SECONDS = re.compile(r"(T[0-9]{2}:[0-9]{2}:[0-9]{2})(?=Z|[+-])")
_HOURS_LIMIT = 9_999


def _decimal(text: str) -> str:
    """`85,5`, `85 %` -> `85.5`, `85`."""
    return text.strip(_SPACE).removesuffix("%").rstrip(_SPACE).replace(",", ".", 1)


def _lower(text: str) -> str:
    """`Completed` -> `completed`."""
    return text.strip(_SPACE).lower()


def _timespan(text: str) -> str:
    """`0:5:3`, `00:90:00`, `00:00:01.2345` -> `0000:05:03`, `0001:30:00`, `0000:00:01.23`."""
    parts = _TIMESPAN.fullmatch(text.strip(_SPACE))
    if parts is None:
        return text
    minutes, seconds = divmod(int(parts[3]), 60)
    hours, minutes = divmod(int(parts[2]) + minutes, 60)
    hours = min(int(parts[1]) + hours, _HOURS_LIMIT)
    fraction = f".{parts[4][:2]}" if parts[4] else ""
    return f"{hours:04}:{minutes:02}:{seconds:02}{fraction}"


def _hundredths(text: str) -> str:
    """`PT1.2345S` -> `PT1.23S`: finer parts of a second are dropped."""
    return _FRACTION.sub(r"\1", text.strip(_SPACE), count=1)


def _moment(text: str) -> str:
    """`2026-01-31T10:00:00.123Z`, `…:00Z` -> `….12Z`, `…:00.0Z`: a zone follows a fraction only."""
    return _ZONE_AFTER_SECONDS.sub(r"\1.0", _hundredths(text), count=1)


def _trim(text: str) -> str:
    """` q1 ` -> `q1`."""
    return text.strip(_SPACE)


MENDS: Final[Mapping[Mend, Callable[[str], str]]] = {
    "decimal": _decimal,
    "lower": _lower,
    "timespan": _timespan,
    "hundredths": _hundredths,
    "moment": _moment,
    "trim": _trim,
}
