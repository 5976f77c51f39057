"""What happened in an attempt, as values: the attempt says it, the record keeps it.

Events come out of `runtime.attempts` and are said in xAPI by `runtime.statements`. Moments are
microseconds since the epoch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runtime.sequencing.state import Result


@dataclass(frozen=True, slots=True)
class Launched:
    """The player's page was opened."""

    at: int


@dataclass(frozen=True, slots=True)
class Began:
    """The content of an activity called its Initialize."""

    activity: str
    attempt: int  # counts the attempts on the activity, from 1
    resumed: bool
    at: int


@dataclass(frozen=True, slots=True)
class Changed:
    """The content of an activity set values; what a request brings is one change."""

    activity: str
    attempt: int
    before: Mapping[str, str]
    after: Mapping[str, str]
    elements: frozenset[str]  # names that were set
    was: Result
    now: Result
    at: int


@dataclass(frozen=True, slots=True)
class Left:
    """A visit to an activity ended."""

    activity: str
    attempt: int
    suspended: bool
    seconds: float  # of this visit, as the content reported them
    result: Result
    at: int


@dataclass(frozen=True, slots=True)
class CourseResulted:
    """The course came to a result for the first time; `verb` is completed, passed or failed."""

    verb: str
    result: Result
    at: int


Event = Launched | Began | Changed | Left | CourseResulted
