"""Reading change sets, placing them in time, applying splices."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.change_sets import (
    CHANGES_LIMIT,
    SKEW,
    ChangeSet,
    Commit,
    Navigation,
    TooManyChanges,
    moment,
    parse_commit,
    parse_recovery,
    spliced,
    to_json,
)

MADE = 1_800_000_000_000_000  # when the registration was made: 2027-01-15T08:00:00Z
HOUR = 3600 * 1_000_000
NOW = MADE + HOUR


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("2027-01-15T08:30:00Z", MADE + HOUR // 2),
        ("2027-01-15T08:30:00.250Z", MADE + HOUR // 2 + 250_000),
        ("2027-01-15T11:30:00+03:00", MADE + HOUR // 2),
        ("2027-01-15T08:30:00", MADE + HOUR // 2),  # without a zone it is UTC
        ("2027-01-15T08:00:00Z", MADE),
        ("2027-01-15T07:59:59Z", NOW),  # before there was anything to do
        ("2027-01-15T09:04:59Z", NOW),  # a clock a little ahead is believed, but not the future
        ("2027-01-15T09:05:01Z", NOW),
        ("9999-12-31T23:59:59-23:59", NOW),
        ("0001-01-01T00:00:00+23:59", NOW),
        ("soon", NOW),
        (None, NOW),
    ],
)
def test_a_browsers_clock_is_believed_while_it_says_what_is_possible(
    at: str | None, told: int
) -> None:
    assert SKEW == 5 * 60 * 1_000_000
    assert moment(at, MADE, NOW) == told


@given(st.text(), st.integers(0, 40), st.integers(0, 40), st.text())
def test_a_splice_replaces_code_points(value: str, start: int, deleted: int, text: str) -> None:
    result = spliced(value, (start, deleted, text))
    if start + deleted > len(value):
        assert result is None
    else:
        points = list(value)
        points[start : start + deleted] = text
        assert result == "".join(points)


def test_a_body_is_read_as_the_player_writes_it() -> None:
    body = (
        b'{"epoch":3,"sets":[{"seq":1,"activity":"A","visit":2,"changes":[["cmi.location","1"]],'
        b'"splices":{"cmi.suspend_data":[1,2,"x"]},"events":["initialize","terminate"],'
        b'"at":"2027-01-15T08:30:00.000Z"}],"request":{"type":"choice","target":"B","number":4}}'
    )
    changes = (("cmi.location", "1"),)
    splices = {"cmi.suspend_data": (1, 2, "x")}
    events = ("initialize", "terminate")
    at = "2027-01-15T08:30:00.000Z"
    assert parse_commit(body) == Commit(
        3, (ChangeSet(1, "A", 2, changes, splices, events, at),), Navigation("choice", "B", 4)
    )


def test_what_a_newer_player_adds_is_overlooked() -> None:
    assert parse_commit(b'{"epoch":1,"hash":"x","sets":[],"new":{"a":[1]}}') == Commit(1)


def test_change_sets_are_kept_aside_as_they_came() -> None:
    sets = (ChangeSet(1, "A", 2, (("a", "б"),)), ChangeSet(2, "A", 2, events=("terminate",)))
    assert msgspec.json.decode(to_json(sets), type=tuple[ChangeSet, ...]) == sets


def test_splices_count_as_changes() -> None:
    splices = {f"e{n}": (0, 0, "") for n in range(CHANGES_LIMIT)}
    one = {"seq": 1, "activity": "A", "visit": 1, "splices": splices}
    parse_commit(msgspec.json.encode({"epoch": 1, "sets": [one]}))
    more = one | {"changes": [["a", "b"]]}
    with pytest.raises(TooManyChanges):
        parse_commit(msgspec.json.encode({"epoch": 1, "sets": [more]}))
    with pytest.raises(TooManyChanges):
        parse_recovery(msgspec.json.encode({"epoch": 1, "from": {"epoch": 1, "sets": [more]}}))
