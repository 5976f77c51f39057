"""Value types hold for every text, not only for those that someone thought of."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cursus.durations import format_interval, format_timespan, parse_interval, parse_timespan
from runtime.cmi.languages import LANGUAGES
from runtime.cmi.scorm12 import SCORM12
from runtime.cmi.scorm2004 import SCORM2004, scorm2004

if TYPE_CHECKING:
    from decimal import Decimal

KINDS = ["scorm12", "scorm2004"]
MODELS = {"scorm12": SCORM12, "scorm2004": SCORM2004}


def check12(name: str, text: str) -> str | None:
    return SCORM12.checks[name](text)


def check2004(name: str, text: str) -> str | None:
    return SCORM2004.checks[name](text)


@pytest.mark.parametrize("standard", KINDS)
@given(text=st.text())
def test_every_check_answers_every_text(standard: str, text: str) -> None:
    model = MODELS[standard]
    for name, check in model.checks.items():
        fault = check(text)
        assert fault is None or fault in model.codes, name


@pytest.mark.clause("SCORM2004-RTE-4.1.1.7")
@given(st.decimals(min_value=-1_000_000, max_value=1_000_000, allow_nan=False, places=7))
def test_a_real_of_seven_places_is_a_real(number: Decimal) -> None:
    text = f"{number:f}"
    assert check2004("real", text) is None
    assert check2004("real_0_up", text) == ("range" if number < 0 else None)


@pytest.mark.clause("SCORM2004-RTE-4.1.1.7")
@given(st.decimals(min_value=-2, max_value=2, allow_nan=False, places=6))
def test_a_scaled_score_lies_between_minus_one_and_one(number: Decimal) -> None:
    expected = None if -1 <= number <= 1 else "range"
    assert check2004("real_-1_1", f"{number:f}") == expected


@pytest.mark.clause("SCORM2004-RTE-4.1.1.7")
@given(st.text(alphabet="0123456789.,+-eE %"))
def test_what_reads_as_a_real_is_a_number_to_everyone(text: str) -> None:
    if check2004("real", text) is None:
        assert re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", text)
        float(text)


@pytest.mark.clause("SCORM2004-RTE-4.1.1.7-TIMEINTERVAL")
@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_an_interval_that_we_write_is_one_that_we_read(seconds: Decimal) -> None:
    text = format_interval(seconds)
    assert check2004("interval", text) is None
    assert parse_interval(text) == seconds


@given(st.text(alphabet="PT0123456789YMDHS.-W"))
def test_what_is_an_interval_has_a_length(text: str) -> None:
    if check2004("interval", text) is None:
        assert parse_interval(text) is not None


@pytest.mark.clause("SCORM12-RTE-3.4.4-TIMESPAN")
@given(st.decimals(min_value=0, max_value=35_999_999, places=2))
def test_a_timespan_that_we_write_is_one_that_we_read(seconds: Decimal) -> None:
    text = format_timespan(seconds)
    assert check12("timespan", text) is None
    assert parse_timespan(text) == seconds


@pytest.mark.clause("SCORM2004-RTE-4.1.1.7")
@given(st.dates(dt.date(1960, 1, 1), dt.date(2050, 12, 31)), st.integers(min_value=1, max_value=31))
def test_a_moment_is_a_day_of_the_calendar_from_1970_to_2038(day: dt.date, other: int) -> None:
    within = 1970 <= day.year <= 2038
    assert (check2004("time", day.isoformat()) is None) == within
    text = f"{day.year}-{day.month:02}-{other:02}"
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        within = False
    assert (check2004("time", text) is None) == within


@given(st.datetimes(dt.datetime(1970, 1, 1), dt.datetime(2038, 12, 31)))  # noqa: DTZ001 - a form
def test_a_moment_may_be_cut_short_anywhere_but_within_a_part(moment: dt.datetime) -> None:
    text = moment.strftime("%Y-%m-%dT%H:%M:%S")
    whole = {4, 7, 10, 13, 16, 19}
    for length in range(len(text) + 1):
        assert (check2004("time", text[:length]) is None) == (length in whole), text[:length]


@given(st.sampled_from(sorted(LANGUAGES)), st.sampled_from([str.lower, str.upper, str.title]))
def test_a_language_is_known_in_any_case(code: str, case: type[str]) -> None:
    assert check2004("language", case(code)) is None
    assert check2004("localized250", f"{{lang={case(code)}-x1}}text") is None


@given(st.from_regex(r"\A[a-z]{2,3}\Z"))
def test_two_or_three_letters_are_a_language_only_where_iso_639_says_so(code: str) -> None:
    assert (check2004("language", code) is None) == (code in LANGUAGES)


@given(st.lists(st.from_regex(r"\A[a-z]{1,3}\Z"), min_size=1, max_size=5))
def test_a_choice_is_a_set_and_a_sequence_is_not(members: list[str]) -> None:
    text = "[,]".join(members)
    assert (check2004("choice", text) is None) == (len(set(members)) == len(members))
    assert check2004("sequencing", text) is None


@pytest.mark.parametrize(("edition", "minimum"), [("2nd", 4000), ("3rd", 64000), ("4th", 64000)])
@pytest.mark.clause("SCORM2004-RTE-4.2.23")
def test_more_suspend_data_than_every_lms_must_hold_is_kept_and_noticed(
    edition: str, minimum: int
) -> None:
    model = scorm2004(edition)
    check = model.checks["suspend_data"]
    assert check("Ж" * minimum) is None
    assert check("Ж" * (minimum + 1)) == "minimum"
    assert model.codes["minimum"] == 0


@pytest.mark.parametrize("standard", KINDS)
def test_hostile_repetition_comes_to_an_end(standard: str) -> None:
    # with nested quantifiers it would not, in any lifetime
    size = 50_000
    hostile = ["a" * size + "!", "[,]" * size, "{lang=" * size, "1" * size + "x", "{a=b}" * size]
    for check in MODELS[standard].checks.values():
        for text in hostile:
            check(text)
