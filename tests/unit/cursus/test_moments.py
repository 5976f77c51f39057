from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cursus.moments import from_datetime, to_datetime, to_iso


@pytest.mark.parametrize(
    ("micros", "text"),
    [
        (0, "1970-01-01T00:00:00.000000Z"),
        (1_800_000_000_000_001, "2027-01-15T08:00:00.000001Z"),
        (1_709_164_800_000_000, "2024-02-29T00:00:00.000000Z"),
    ],
)
def test_a_moment_is_written_in_utc_to_the_microsecond(micros: int, text: str) -> None:
    assert to_iso(micros) == text
    assert datetime.fromisoformat(text) == to_datetime(micros)


def test_a_moment_of_another_zone_is_the_same_moment() -> None:
    yakutsk = timezone(timedelta(hours=9))
    assert from_datetime(datetime(1970, 1, 1, 9, tzinfo=yakutsk)) == 0


@given(st.datetimes(timezones=st.just(UTC), min_value=datetime(1971, 1, 1)))  # noqa: DTZ001
def test_every_moment_comes_back_exactly(moment: datetime) -> None:
    assert to_datetime(from_datetime(moment)) == moment
