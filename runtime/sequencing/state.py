"""Where an attempt on a course stands: frozen, stored as JSON in the registration's row.

Only the server writes it. A field may be added with a default, never renamed or given another
meaning: attempts outlive releases.
"""

from __future__ import annotations

from typing import Literal, TypeVar

import msgspec

Completion = Literal["unknown", "not attempted", "incomplete", "completed"]
Success = Literal["unknown", "passed", "failed"]
Ended = Literal["exit", "suspend", "abandon"]
T = TypeVar("T", Completion, Success)


class Result(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an attempt on an activity has come to; unknown is a value of its own."""

    completion: Completion = "unknown"
    success: Success = "unknown"
    score: float | None = None  # -1..1
    progress: float | None = None  # 0..1


NOTHING = Result()


class Tracking(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is known of one activity."""

    result: Result = NOTHING  # of the attempt that is the latest
    earlier: Result | None = None  # the best that the attempts before it said
    attempts: int = 0
    seconds: float = 0.0  # session times of finished visits, all attempts
    before: float = 0.0  # of these, what belongs to earlier attempts
    session: float = 0.0  # session time of the visit in progress, as reported so far
    visit: int = 0  # which visit the run-time data is of
    suspended: bool = False  # the next visit resumes the attempt
    resumed: bool = False  # the latest visit resumed the attempt
    forced: bool = False  # the visit before did not end by itself
    said: Result | None = None  # the latest attempt's result without what its end assumed
    assumes: bool = False  # an attempt has ended: what none has said is assumed (UP.4)

    @property
    def standing(self) -> Result:
        """The result that counts: a repeated attempt takes nothing away that one before it won.

        What was only assumed was not won: it gives way to whatever an attempt says.
        """
        best = self.said or self.result
        if self.earlier is not None:
            best = better(self.earlier, best)
        return assumed(best) if self.assumes else best


UNTOUCHED = Tracking()


class State(msgspec.Struct, frozen=True, omit_defaults=True):
    """The attempt's navigation and tracking."""

    current: str | None = None  # the activity delivered last
    active: bool = False  # its content may still write
    shown: bool = False  # its content stands in the frame
    visit: int = 0  # number of the last delivery; each delivery is a visit
    ended: Ended | None = None  # how the learner left; None while playing
    ended_at: int = 0  # microseconds since the epoch
    seen: int = 0  # when the player was last heard of, microseconds since the epoch
    epoch: int = 0  # the epoch in which this state was written
    number: int = 0  # of the learner's last navigation in that epoch
    activities: dict[str, Tracking] = {}
    preferences: dict[str, str] = {}  # the learner's, carried from SCO to SCO
    reported: tuple[str, ...] = ()  # verbs already said of the course as a whole

    def of(self, identifier: str) -> Tracking:
        """Return what is known of an activity."""
        return self.activities.get(identifier, UNTOUCHED)

    def with_tracking(self, identifier: str, tracking: Tracking) -> State:
        """Return the state with one activity's tracking replaced."""
        return msgspec.structs.replace(self, activities={**self.activities, identifier: tracking})


FRESH = State()

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(State)


def to_json(state: State) -> str:
    """Return a state as JSON text."""
    return _encoder.encode(state).decode()


def from_json(text: str | None) -> State:
    """Return the state from its JSON text; the fresh one when there is none."""
    return FRESH if text is None else _decoder.decode(text)


def assumed(result: Result) -> Result:
    """Return a result in which the unknown is completed and satisfied (SN book, UP.4)."""
    return msgspec.structs.replace(
        result,
        completion="completed" if result.completion == "unknown" else result.completion,
        success="passed" if result.success == "unknown" else result.success,
    )


def better(first: Result, second: Result) -> Result:
    """Return the best of two results, each aspect for itself.

    Passed is better than failed, and failed better than unknown, which only says that the later
    attempt has not come to a verdict.
    """
    return Result(
        "completed" if "completed" in (first.completion, second.completion)
        else _known(second.completion, first.completion),
        "passed" if "passed" in (first.success, second.success)
        else _known(second.success, first.success),
        _highest(first.score, second.score),
        _highest(first.progress, second.progress),
    )  # fmt: skip


def _known(value: T, otherwise: T) -> T:
    """Return a value, or another in place of one that says nothing."""
    return otherwise if value in ("unknown", "not attempted") else value


def _highest(first: float | None, second: float | None) -> float | None:
    if first is None or second is None:
        return second if first is None else first
    return max(first, second)
