"""Attempts are stored: what a release writes, every later one reads."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from runtime.sequencing.state import FRESH, Result, State, Tracking, from_json, to_json

measures = st.none() | st.floats(-1, 1)
results = st.builds(
    Result,
    st.sampled_from(["unknown", "not attempted", "incomplete", "completed"]),
    st.sampled_from(["unknown", "passed", "failed"]),
    measures,
    measures,
)
trackings = st.builds(
    Tracking,
    results,
    st.none() | results,
    st.integers(0, 9),
    st.floats(0, 1e6),
    st.floats(0, 1e6),
    st.floats(0, 1e6),
    st.integers(0, 99),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.none() | results,
    st.booleans(),
)
states = st.builds(
    State,
    current=st.none() | st.text(),
    ended=st.none() | st.sampled_from(["exit", "suspend", "abandon"]),
    activities=st.dictionaries(st.text(), trackings, max_size=3),
    preferences=st.dictionaries(st.text(), st.text(), max_size=2),
)


@given(states)
def test_a_state_comes_back_as_it_was(state: State) -> None:
    assert from_json(to_json(state)) == state


def test_an_attempt_that_was_never_played_has_the_fresh_state() -> None:
    assert from_json(None) == from_json("{}") == FRESH


def test_states_of_the_first_release_are_read() -> None:
    """A copy of a stored state: fields may be added, none may go or change its meaning."""
    stored = (
        '{"current":"C","active":true,"shown":true,"visit":3,"ended":"suspend","ended_at":5,'
        '"seen":7,"epoch":2,"number":4,"activities":{"A":{"result":{"completion":"completed",'
        '"success":"passed","score":0.5,"progress":0.4},"earlier":{"score":0.1},"attempts":2,'
        '"seconds":60.0,"before":30.0,"session":5.0,"visit":1,"suspended":true,"resumed":true,'
        '"forced":true}},"preferences":{"cmi.learner_preference.language":"ru"},'
        '"reported":["completed"]}'
    )
    tracking = Tracking(
        Result("completed", "passed", 0.5, 0.4),
        earlier=Result(score=0.1),
        attempts=2,
        seconds=60.0,
        before=30.0,
        session=5.0,
        visit=1,
        suspended=True,
        resumed=True,
        forced=True,
    )
    state = State(
        current="C",
        active=True,
        shown=True,
        visit=3,
        ended="suspend",
        ended_at=5,
        seen=7,
        epoch=2,
        number=4,
        activities={"A": tracking},
        preferences={"cmi.learner_preference.language": "ru"},
        reported=("completed",),
    )
    assert from_json(stored) == state
    assert json.loads(to_json(state)) == json.loads(stored)
