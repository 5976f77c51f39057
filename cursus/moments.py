"""Moments as cursus keeps them (microseconds since 1970-01-01T00:00:00Z) and as texts say them."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache


def to_datetime(micros: int) -> datetime:
    """Return microseconds since the epoch as an aware UTC datetime."""
    seconds, rest = divmod(micros, 1_000_000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest)


def to_iso(micros: int) -> str:
    """Return microseconds since the epoch as ISO 8601 in UTC with `Z` and six fraction digits."""
    seconds, rest = divmod(micros, 1_000_000)
    return f"{_second(seconds)}.{rest:06d}Z"


@lru_cache(maxsize=64)  # moments that are written come from the last few seconds, mostly
def _second(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def from_datetime(moment: datetime) -> int:
    """Return an aware datetime as microseconds since the epoch."""
    delta = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds
