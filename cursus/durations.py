"""Durations as the standards write them, to and from seconds.

SCORM 2004, AICC's successors and xAPI use ISO 8601 periods; SCORM 1.2 and AICC count hours. Seconds
are Decimal, because sums of hundredths must not drift. Years and months have no length of their
own: a year counts 365.25 days and a month a twelfth of that, so that sums never depend on a date.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

MINUTE = 60
HOUR = 3600
DAY = 86_400
YEAR = Decimal("365.25") * DAY
MONTH = YEAR / 12

LONGEST_TEXT = 255
HUNDREDTH = Decimal("0.01")
LONGEST_TIMESPAN = Decimal("35999999.99")  # 9999:59:59.99

_INTERVAL = re.compile(
    r"P(?=[0-9T])(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)D)?"
    r"(?:T(?=[0-9])(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+(?:\.[0-9]{1,2})?)S)?)?"
)
_UNITS = (YEAR, MONTH, Decimal(DAY), Decimal(HOUR), Decimal(MINUTE), Decimal(1))
_TIMESPAN = re.compile(r"([0-9]{2,4}):([0-9]{2}):([0-9]{2}(?:\.[0-9]{1,2})?)")


def parse_interval(text: str) -> Decimal | None:
    """Return the seconds of a timeinterval(second,10,2), or None when the text is none.

    SCORM2004-RTE-4.1.1.7-TIMEINTERVAL.
    """
    match = _INTERVAL.fullmatch(text) if len(text) <= LONGEST_TEXT else None
    if match is None:
        return None
    parts = zip(match.groups(), _UNITS, strict=True)
    return sum((Decimal(number) * unit for number, unit in parts if number), Decimal(0))


def format_interval(seconds: Decimal | float) -> str:
    """Return seconds, 0 or more, as a timeinterval of hours, minutes, seconds: `PT1H0M2.5S`.

    Rounded to hundredths of a second, the finest that timeinterval(second,10,2) says.
    """
    hours, minutes, rest = _split(Decimal(seconds))
    return f"PT{hours}H{minutes}M{f'{rest:.2f}'.rstrip('0').rstrip('.')}S"


def parse_timespan(text: str) -> Decimal | None:
    """Return the seconds of a CMITimespan `HHHH:MM:SS.SS`, or None when the text is none.

    Minutes and seconds beyond 59 are digits all the same, as content writes them.
    SCORM12-RTE-3.4.4-TIMESPAN.
    """
    match = _TIMESPAN.fullmatch(text)
    if match is None:
        return None
    hours, minutes, seconds = match.groups()
    return Decimal(int(hours) * HOUR + int(minutes) * MINUTE) + Decimal(seconds)


def format_timespan(seconds: Decimal | float) -> str:
    """Return seconds, 0 or more, as a CMITimespan, at most `9999:59:59.99`."""
    hours, minutes, rest = _split(min(Decimal(seconds), LONGEST_TIMESPAN))
    return f"{hours:04}:{minutes:02}:{rest:05.2f}"


def _split(seconds: Decimal) -> tuple[int, int, Decimal]:
    """Split seconds into hours, minutes and seconds with two fraction digits."""
    minutes, rest = divmod(seconds.quantize(HUNDREDTH, ROUND_HALF_UP), MINUTE)
    hours, left = divmod(int(minutes), MINUTE)
    return hours, left, rest
