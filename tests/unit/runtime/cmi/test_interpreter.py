"""The interpreter where content is careless or hostile."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.cmi.interpreter import Refusal, apply, get, set_
from runtime.cmi.places import ENTRY_LIMIT, NESTED_LIMIT, Places
from runtime.cmi.scorm12 import SCORM12
from runtime.cmi.scorm2004 import SCORM2004
from runtime.cmi.table import TOTAL_LIMIT, VALUE_LIMIT

# what names are made of, in any order
NAMES = st.one_of(
    st.text(),
    st.lists(
        st.sampled_from(
            [
                "cmi",
                "adl",
                "nav",
                "data",
                "core",
                "score",
                "raw",
                "objectives",
                "interactions",
                "n",
                "0",
                "1",
                "007",
                "-1",
                "id",
                "_count",
                "_children",
                "{target=a}",
                "{target}",
                "store",
                "request_valid",
                "choice",
                "correct_responses",
            ]
        ),
        max_size=8,
    ).map(".".join),
)


@given(NAMES, st.text(), st.booleans())
def test_no_name_and_no_value_is_too_odd_for_an_answer(name: str, value: str, strict: bool) -> None:  # noqa: FBT001
    for model in (SCORM12, SCORM2004):
        values: dict[str, str] = {}
        code = set_(model, values, name, value, strict=strict)
        assert code in model.strings
        assert bool(values) == (code == 0)
        text, code = get(model, values, name, strict=strict)
        assert code in model.strings
        assert code == 0 or not text


def test_a_change_set_is_applied_in_order_and_what_is_refused_hinders_nothing() -> None:
    before = {"cmi.location": "1"}
    changes = [
        ("cmi.location", "2"),
        ("cmi.score.scaled", "7"),
        ("cmi.objectives.1.id", "too early"),
        ("cmi.objectives.0.id", "o1"),
        ("cmi.objectives.1.id", "o2"),
        ("cmi.location", "3"),
    ]
    after, refusals = apply(SCORM2004, before, changes, strict=True)
    assert after == {
        "cmi.location": "3",
        "cmi.objectives.0.id": "o1",
        "cmi.objectives.1.id": "o2",
        "cmi.objectives._count": "2",
    }
    assert refusals == [
        Refusal("cmi.score.scaled", 407, "range", stored=False),
        Refusal("cmi.objectives.1.id", 351, "gap", stored=False),
    ]
    assert before == {"cmi.location": "1"}


def test_what_the_tolerant_profile_lets_pass_is_stored_and_told() -> None:
    changes = [("cmi.core.lesson_status", "Passed"), ("cmi.core.score.raw", "many")]
    after, refusals = apply(SCORM12, {}, changes, strict=False)
    assert after == {"cmi.core.lesson_status": "passed"}
    assert refusals == [
        Refusal("cmi.core.lesson_status", 405, "word", stored=True),
        Refusal("cmi.core.score.raw", 405, "form", stored=False),
    ]


def test_what_is_longer_than_a_minimum_is_no_refusal() -> None:
    after, refusals = apply(SCORM2004, {}, [("cmi.location", "x" * 5000)], strict=True)
    assert len(after["cmi.location"]) == 5000
    assert refusals == []


def test_one_value_has_a_limit() -> None:
    values: dict[str, str] = {}
    assert set_(SCORM2004, values, "cmi.suspend_data", "Ж" * VALUE_LIMIT, strict=True) == 0
    assert set_(SCORM2004, values, "cmi.suspend_data", "Ж" * (VALUE_LIMIT + 1), strict=True) == 351


def test_appending_does_not_reach_beyond_the_limit_of_a_value() -> None:
    values: dict[str, str] = {}
    half = "x" * (VALUE_LIMIT // 2 + 1)
    assert set_(SCORM12, values, "cmi.comments", half, strict=False) == 0
    assert set_(SCORM12, values, "cmi.comments", half, strict=False) == 405


@pytest.mark.parametrize("one_by_one", [True, False])
def test_all_values_together_have_a_limit(*, one_by_one: bool) -> None:
    changes = [
        (f"cmi.comments_from_learner.{index}.comment", "x" * VALUE_LIMIT) for index in range(40)
    ]
    values: dict[str, str] = {}
    if one_by_one:
        for name, value in changes:
            set_(SCORM2004, values, name, value, strict=False)
    else:
        values, refusals = apply(SCORM2004, {}, changes, strict=False)
        assert {refusal.fault for refusal in refusals} == {"too-large", "gap"}
    size = sum(len(name) + len(value) for name, value in values.items())
    assert TOTAL_LIMIT - VALUE_LIMIT < size < TOTAL_LIMIT + 100, "and a _count"


def test_what_is_replaced_makes_room() -> None:
    full = TOTAL_LIMIT // VALUE_LIMIT - 1
    changes = [
        (f"cmi.comments_from_learner.{index}.comment", "x" * VALUE_LIMIT) for index in range(full)
    ]
    values, refusals = apply(SCORM2004, {}, [*changes, *changes, *changes], strict=True)
    assert len(values) == full + 1
    assert refusals == []


def test_an_array_has_a_limit() -> None:
    values = {"cmi.interactions._count": str(ENTRY_LIMIT)}
    assert set_(SCORM2004, values, f"cmi.interactions.{ENTRY_LIMIT}.id", "q", strict=False) == 351
    assert set_(SCORM12, values, f"cmi.interactions.{ENTRY_LIMIT}.id", "q", strict=False) == 101
    values = {"cmi.interactions._count": "1", "cmi.interactions.0.objectives._count": "250"}
    name = f"cmi.interactions.0.objectives.{NESTED_LIMIT}.id"
    assert set_(SCORM12, values, name, "q", strict=False) == 101


def test_names_are_remembered_within_bounds() -> None:
    places = Places(SCORM2004.elements, SCORM2004.unnamed, SCORM2004.interaction_type)
    for index in range(20_000):
        places.find(f"cmi.objectives.{index}.id")
        places.find("x" * 1000 + str(index))
    assert places.remembered <= 8_192


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("2026-01-31T10:00:00.123456+03:00", "2026-01-31T10:00:00.12+03:00"),
        ("2026-01-31T10:00:00+03:00", "2026-01-31T10:00:00.0+03:00"),
        ("2026-01-31T10:00:00", "2026-01-31T10:00:00"),
    ],
)
def test_moments_of_javascript_are_mended(said: str, kept: str) -> None:
    changes = [("cmi.comments_from_learner.0.timestamp", said)]
    values, _ = apply(SCORM2004, {}, changes, strict=False)
    assert values["cmi.comments_from_learner.0.timestamp"] == kept


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("0:0:1", "0000:00:01"),
        ("1:2:3.456", "0001:02:03.45"),
        ("00:00:75", "0000:01:15"),
        ("00:75:00", "0001:15:00"),
        ("9999:75:00", "9999:15:00"),
        (" 00:01:00 ", "0000:01:00"),
    ],
)
def test_timespans_of_careless_content_are_mended(said: str, kept: str) -> None:
    values, _ = apply(SCORM12, {}, [("cmi.core.session_time", said)], strict=False)
    assert values["cmi.core.session_time"] == kept
