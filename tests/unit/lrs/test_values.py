"""Moments of statements, whatever their zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from cursus.moments import from_datetime, to_iso
from lrs.prepared import stored_text
from lrs.values import in_utc, micros, parse_timestamp, timestamp

ZONES = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=ZONES)  # noqa: DTZ001


@given(MOMENTS)
def test_a_moment_told_in_utc_is_the_same_moment(moment: datetime) -> None:
    text = moment.isoformat()
    assert timestamp(text) is None
    told = in_utc(text)
    assert told is not None
    assert told.endswith("Z")
    assert parse_timestamp(told) == moment
    assert micros(told) == micros(text) == from_datetime(moment)
    assert in_utc(told) is None


@given(st.integers(0, 4_102_444_800_000_000))
def test_the_moment_of_storing_reads_back_to_the_microsecond(moment: int) -> None:
    text = stored_text(moment).decode()
    assert text == to_iso(moment)
    assert micros(text) == moment


@given(st.text())
def test_any_text_is_judged_without_an_error(text: str) -> None:
    if timestamp(text) is None:
        assert parse_timestamp(text) is not None
        in_utc(text)
        micros(text)


def test_a_moment_without_a_zone_counts_as_utc_and_stays_as_it_is() -> None:
    assert in_utc("2026-01-31T12:30:00") is None
    assert micros("2026-01-31T12:30:00") == from_datetime(datetime(2026, 1, 31, 12, 30, tzinfo=UTC))
