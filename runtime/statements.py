"""Attempt events said in xAPI, by the public xAPI SCORM profile.

Pure: events and identities in, statement objects out, without `id`, `stored` and `authority`,
which the record adds. What a statement says is decided by two tables, VERBS and the functions
under `_SAYS`; interactions have `runtime.interactions`.

Identifiers: an activity is `<course>/<item>`, an attempt on it `…?attemptId=<uuid>`, an
interaction `…/interactions/<id>`. An attempt's UUID follows from registration, item and number,
so that the same attempt is always called the same.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from cursus.durations import format_interval
from cursus.moments import to_iso
from runtime.events import Began, Changed, CourseResulted, Event, Launched, Left
from runtime.interactions import answered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from runtime.playable import Playable
    from runtime.sequencing.state import Result

REMEMBERED: Final = 20_000  # identifiers made lately, some 200 bytes each
PROFILE: Final = "https://w3id.org/xapi/scorm"
_VERBS: Final = "http://adlnet.gov/expapi/verbs/"
_TYPES: Final = "http://adlnet.gov/expapi/activities/"

VERBS: Final[dict[str, dict[str, Any]]] = {
    name: {"id": _VERBS + name, "display": {"en": name, "ru": russian}}
    for name, russian in {
        "launched": "открыл",
        "initialized": "начал",
        "resumed": "продолжил",
        "progressed": "продвинулся",
        "responded": "ответил",
        "scored": "набрал баллы",
        "passed": "сдал",
        "failed": "не сдал",
        "completed": "завершил",
        "commented": "прокомментировал",
        "suspended": "приостановил",
        "terminated": "закончил",
    }.items()
}
_COMMENT: Final = re.compile(r"cmi\.comments_from_learner\.\d+\.comment")
CATEGORY: Final = [{"id": PROFILE, "definition": {"type": f"{_TYPES}profile"}}]


@dataclass(frozen=True, slots=True)
class Scene:
    """Who does it, and on which enrolment."""

    home_page: str  # of the tenant: the account's home
    learner_id: str
    learner_name: str
    registration: str  # UUID
    language: str | None = None  # of the titles


def statements(course: Playable, scene: Scene, events: Sequence[Event]) -> list[dict[str, Any]]:
    """Return the statements that events make, in their order."""
    said: list[dict[str, Any]] = []
    for event in events:
        said.extend(_SAYS[type(event)](course, scene, event))
    return said


def activity_iri(course: Playable, identifier: str) -> str:
    """Return the IRI of an activity of a course."""
    return f"{course.iri}/{_quoted(identifier)}"


def attempt_iri(course: Playable, scene: Scene, identifier: str, attempt: int) -> str:
    """Return the IRI of an attempt on an activity; `attempt` counts from 1."""
    number = _attempt_number(scene.registration, identifier, attempt)
    return f"{activity_iri(course, identifier)}?attemptId={number}"


@lru_cache(maxsize=REMEMBERED)
def _attempt_number(registration: str, identifier: str, attempt: int) -> uuid.UUID:
    return uuid.uuid5(uuid.UUID(registration), f"{attempt}\n{identifier}")


def _launched(course: Playable, scene: Scene, event: Launched) -> Iterator[dict[str, Any]]:
    yield _statement(course, scene, "launched", _course_object(course), event.at, [])


def _began(course: Playable, scene: Scene, event: Began) -> Iterator[dict[str, Any]]:
    verb = "resumed" if event.resumed else "initialized"
    yield _of_activity(course, scene, verb, event, None)


def _left(course: Playable, scene: Scene, event: Left) -> Iterator[dict[str, Any]]:
    result = {"duration": format_interval(event.seconds), **_result(event.result)}
    verb = "suspended" if event.suspended else "terminated"
    yield _of_activity(course, scene, verb, event, result)


def _changed(course: Playable, scene: Scene, event: Changed) -> Iterator[dict[str, Any]]:
    was, now = event.was, event.now
    model = course.model.standard
    for answer in answered(model, event.before, event.after, event.elements):
        yield _responded(course, scene, event, answer.id, answer.definition, answer.result)
    for comment in _comments(event):
        yield _of_activity(course, scene, "commented", event, {"response": comment})
    if now.progress is not None and now.progress != was.progress:
        result = {"score": {"scaled": now.progress}}
        yield _of_activity(course, scene, "progressed", event, result)
    if now.score is not None and now.score != was.score:
        yield _of_activity(course, scene, "scored", event, {"score": _score(model, event)})
    if now.success not in (was.success, "unknown"):
        yield _of_activity(course, scene, now.success, event, _result(now))
    if now.completion != was.completion and now.completion == "completed":
        yield _of_activity(course, scene, "completed", event, _result(now))


def _resulted(course: Playable, scene: Scene, event: CourseResulted) -> Iterator[dict[str, Any]]:
    said = _statement(course, scene, event.verb, _course_object(course), event.at, [])
    said["result"] = _result(event.result)
    yield said


_SAYS: Final[dict[type, Any]] = {
    Launched: _launched,
    Began: _began,
    Changed: _changed,
    Left: _left,
    CourseResulted: _resulted,
}


def _of_activity(
    course: Playable,
    scene: Scene,
    verb: str,
    event: Began | Changed | Left,
    result: dict[str, Any] | None,
) -> dict[str, Any]:
    title = course.tree.by_id[event.activity].activity.title
    activity = _object(activity_iri(course, event.activity), "lesson", title)
    grouping = [
        {"id": course.iri},
        {"id": attempt_iri(course, scene, event.activity, event.attempt)},
    ]
    said = _statement(course, scene, verb, activity, event.at, grouping)
    if result:
        said["result"] = result
    return said


def _responded(
    course: Playable,
    scene: Scene,
    event: Changed,
    interaction: str,
    definition: dict[str, Any],
    result: dict[str, Any],
) -> dict[str, Any]:
    said = _of_activity(course, scene, "responded", event, result)
    activity = activity_iri(course, event.activity)
    said["object"] = {
        "objectType": "Activity",
        "id": f"{activity}/interactions/{_quoted(interaction)}",
        "definition": definition,
    }
    said["context"]["contextActivities"]["parent"] = [{"id": activity}]
    return said


def _statement(
    course: Playable,
    scene: Scene,
    verb: str,
    activity: dict[str, Any],
    at: int,
    grouping: list[dict[str, Any]],
) -> dict[str, Any]:
    activities: dict[str, Any] = {"category": CATEGORY}
    if grouping:
        activities["grouping"] = grouping
    return {
        "actor": {
            "objectType": "Agent",
            "name": scene.learner_name,
            "account": {"homePage": scene.home_page, "name": scene.learner_id},
        },
        "verb": VERBS[verb],
        "object": activity,
        "context": {
            "registration": scene.registration,
            "revision": str(course.version),
            "contextActivities": activities,
        },
        "timestamp": to_iso(at),
    }


@lru_cache(maxsize=REMEMBERED)
def _object(iri: str, kind: str, title: str) -> dict[str, Any]:
    definition = {"type": _TYPES + kind, "name": {"und": title}}
    return {"objectType": "Activity", "id": iri, "definition": definition}


def _course_object(course: Playable) -> dict[str, Any]:
    return _object(course.iri, "course", course.title)


def _result(result: Result) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if result.completion in ("completed", "incomplete"):
        said["completion"] = result.completion == "completed"
    if result.success != "unknown":
        said["success"] = result.success == "passed"
    if result.score is not None:
        said["score"] = {"scaled": result.score}
    return said


def _score(standard: str, event: Changed) -> dict[str, float]:
    score = {} if event.now.score is None else {"scaled": event.now.score}
    prefix = "cmi.core.score." if standard == "scorm12" else "cmi.score."
    for part in ("raw", "min", "max"):
        text = event.after.get(prefix + part)
        if text:
            score[part] = float(text)
    return _bounded(score)


def _bounded(score: dict[str, float]) -> dict[str, float]:
    """Leave out bounds that the raw score does not keep (XAPI-2.0: raw lies between them)."""
    raw, low, high = score.get("raw"), score.get("min"), score.get("max")
    if low is not None and high is not None and low >= high:
        low = high = None
    if raw is not None and low is not None and raw < low:
        low = None
    if raw is not None and high is not None and raw > high:
        high = None
    return {
        name: value
        for name, value in (
            ("scaled", score.get("scaled")), ("raw", raw), ("min", low), ("max", high),
        )
        if value is not None
    }  # fmt: skip


def _comments(event: Changed) -> Iterator[str]:
    """Yield what the learner has newly said."""
    for element in sorted(event.elements):
        after = event.after.get(element, "")
        if element == "cmi.comments" and after:  # SCORM 1.2 appends
            yield after.removeprefix(event.before.get(element, ""))
        elif _COMMENT.fullmatch(element) and after not in ("", event.before.get(element)):
            yield _plain(after)


def _plain(localized: str) -> str:
    """Return the text of a localized_string without its language."""
    if localized.startswith("{lang="):
        return localized.partition("}")[2]
    return localized


@lru_cache(maxsize=REMEMBERED)
def _quoted(identifier: str) -> str:
    return quote(identifier, safe="")
