from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cursus.durations import (
    format_interval,
    format_timespan,
    parse_interval,
    parse_timespan,
)

HUNDREDTHS = st.integers(0, 3_599_999_999).map(lambda number: Decimal(number) / 100)


@pytest.mark.clause("SCORM2004-RTE-4.1.1.7-TIMEINTERVAL")
@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("PT0S", "0"),
        ("PT0H0M0S", "0"),
        ("PT1H5M30.25S", "3930.25"),
        ("PT90M", "5400"),
        ("P1D", "86400"),
        ("P1DT1S", "86401"),
        ("P1Y", "31557600"),
        ("P12M", "31557600"),
        ("P1M", "2629800"),
        ("PT100H", "360000"),
        ("PT0.5S", "0.5"),
        ("PT001H", "3600"),
        ("P1Y2M3DT4H5M6.78S", "37091106.78"),
    ],
)
def test_an_interval_is_read_as_seconds(text: str, seconds: str) -> None:
    assert parse_interval(text) == Decimal(seconds)


@pytest.mark.clause("SCORM2004-RTE-4.1.1.7-TIMEINTERVAL")
@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "PT",
        "P1DT",
        "P1",
        "1H",
        "PT1",
        "PT1.5H",
        "PT1,5S",
        "PT.5S",
        "PT5.S",
        "PT1.234S",
        "PT1S1M",
        "P1H",
        "PT1D",
        "P1W",
        "-PT1S",
        "PT-1S",
        "pt1s",
        " PT1S",
        "PT1S\n",
        "PT١S",
        "00:00:01",
        "PT" + "1" * 300 + "S",
    ],
)
def test_what_is_no_interval_is_none(text: str) -> None:
    assert parse_interval(text) is None


@pytest.mark.clause("SCORM2004-RTE-4.1.1.7-TIMEINTERVAL")
@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "PT0H0M0S"),
        (Decimal("3602.5"), "PT1H0M2.5S"),
        (59.999, "PT0H1M0S"),
        (0.004, "PT0H0M0S"),
        (1.15, "PT0H0M1.15S"),
        (10, "PT0H0M10S"),
        (360_000, "PT100H0M0S"),
    ],
)
def test_seconds_are_written_as_an_interval_to_the_hundredth(seconds: float, text: str) -> None:
    assert format_interval(seconds) == text


@pytest.mark.clause("SCORM12-RTE-3.4.4-TIMESPAN")
@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0000:00:00.00", "0"),
        ("00:00:01", "1"),
        ("00:00:01.5", "1.5"),
        ("0001:01:01.15", "3661.15"),
        ("9999:59:59.99", "35999999.99"),
        ("00:99:99", "6039"),
    ],
)
def test_a_timespan_is_read_as_seconds(text: str, seconds: str) -> None:
    assert parse_timespan(text) == Decimal(seconds)


@pytest.mark.clause("SCORM12-RTE-3.4.4-TIMESPAN")
@pytest.mark.parametrize(
    "text",
    [
        "",
        "0:00:00",
        "00000:00:00",
        "00:0:00",
        "00:00:0",
        "00:00",
        "00:00:00.",
        "00:00:00.123",
        "00:00:00,5",
        "-00:00:01",
        "00:00:01 ",
        "00:00:01\n",
        "PT1S",
    ],
)
def test_what_is_no_timespan_is_none(text: str) -> None:
    assert parse_timespan(text) is None


@pytest.mark.clause("SCORM12-RTE-3.4.4-TIMESPAN")
@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0000:00:00.00"),
        (3661.15, "0001:01:01.15"),
        (59.999, "0000:01:00.00"),
        (10**12, "9999:59:59.99"),
    ],
)
def test_seconds_are_written_as_a_timespan(seconds: float, text: str) -> None:
    assert format_timespan(seconds) == text


@given(HUNDREDTHS)
def test_a_written_interval_reads_back_exactly(seconds: Decimal) -> None:
    assert parse_interval(format_interval(seconds)) == seconds


@given(HUNDREDTHS)
def test_a_written_timespan_reads_back_exactly(seconds: Decimal) -> None:
    assert parse_timespan(format_timespan(seconds)) == seconds


@given(st.from_regex(r"P([0-9]{1,4}D)?T[0-9]{1,4}M([0-9]{1,4}\.[0-9]{2}S)?", fullmatch=True))
def test_an_interval_that_was_read_is_written_with_the_same_length(text: str) -> None:
    seconds = parse_interval(text)
    assert seconds is not None
    assert parse_interval(format_interval(seconds)) == seconds


@given(st.text(max_size=30))
def test_no_text_makes_the_readers_fail(text: str) -> None:
    for parse in (parse_interval, parse_timespan):
        seconds = parse(text)
        assert seconds is None or seconds >= 0
