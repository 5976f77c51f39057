"""One session of a SCO: the values it begins with and what it leaves behind.

Lives here: the presets at Initialize and the rules at LMSFinish and Terminate, for both standards.
May not: what follows for other activities; that is sequencing's, and so are the completion and
satisfaction that an attempt gets by default.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

from cursus.durations import format_interval, format_timespan, parse_interval, parse_timespan
from runtime.cmi.status import Status, final_status12, status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from packager.model import Activity
    from runtime.cmi.table import Model, Standard

Entry = Literal["ab-initio", "resume", ""]
Mode = Literal["browse", "normal", "review"]
Credit = Literal["credit", "no-credit"]

__all__ = [
    "Credit",
    "Ended",
    "Entry",
    "Learner",
    "Mode",
    "Navigation",
    "Status",
    "begin",
    "end",
    "status",
]


@dataclass(frozen=True, slots=True)
class Learner:
    """Who learns, as content is told."""

    id: str
    name: str  # SCORM 1.2: "Last, First"


@dataclass(frozen=True, slots=True)
class Navigation:
    """What the content asks the LMS to do now that it has ended (adl.nav.request)."""

    type: str  # continue, previous, choice, jump, exit, exitAll, abandon, abandonAll, suspendAll
    target: str | None = None  # identifier of an activity


@dataclass(frozen=True, slots=True)
class Ended:
    """What a session leaves behind."""

    exit: str  # as the SCO set it; "" when it did not
    session_seconds: Decimal  # what the SCO reported, to be added once; 0 when it did not
    suspended: bool  # the attempt goes on in a later session
    entry: Entry  # of the next session on the same activity
    kept: dict[str, str]  # what the next session is given as `kept`
    preferences: dict[str, str]  # of the learner, for the next SCO
    navigation: Navigation | None
    status: Status
    values: dict[str, str]  # all of them, with the LMS's word on the status of SCORM 1.2
    for_credit: bool  # False: the stored result of earlier sessions stands


@dataclass(frozen=True, slots=True)
class _Names:
    """Where a standard keeps what an LMS sets at the beginning and looks at in the end."""

    learner_id: str
    learner_name: str
    credit: str
    mode: str
    entry: str
    total_time: str
    launch_data: str
    max_time_allowed: str
    time_limit_action: str
    exit: str
    session_time: str
    preferences: str


_NAMES: Final[Mapping[Standard, _Names]] = {
    "scorm12": _Names(
        learner_id="cmi.core.student_id",
        learner_name="cmi.core.student_name",
        credit="cmi.core.credit",
        mode="cmi.core.lesson_mode",
        entry="cmi.core.entry",
        total_time="cmi.core.total_time",
        launch_data="cmi.launch_data",
        max_time_allowed="cmi.student_data.max_time_allowed",
        time_limit_action="cmi.student_data.time_limit_action",
        exit="cmi.core.exit",
        session_time="cmi.core.session_time",
        preferences="cmi.student_preference.",
    ),
    "scorm2004": _Names(
        learner_id="cmi.learner_id",
        learner_name="cmi.learner_name",
        credit="cmi.credit",
        mode="cmi.mode",
        entry="cmi.entry",
        total_time="cmi.total_time",
        launch_data="cmi.launch_data",
        max_time_allowed="cmi.max_time_allowed",
        time_limit_action="cmi.time_limit_action",
        exit="cmi.exit",
        session_time="cmi.session_time",
        preferences="cmi.learner_preference.",
    ),
}
_REQUEST = re.compile(r"(?:\{target=([^{}]+)\})?([A-Za-z]+)")


def begin(  # noqa: PLR0913 - what a session begins with comes from as many places
    model: Model,
    activity: Activity,
    learner: Learner,
    kept: Mapping[str, str] | None,
    *,
    entry: Entry,
    mode: Mode,
    credit: Credit,
    total_time: Decimal | float,
    preferences: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Return the values that a session of a SCO starts with.

    `kept` is what the session before left (`Ended.kept`), None for a new attempt; `total_time` the
    seconds of all earlier sessions of the attempt; `preferences` the learner's (`Ended`).
    """
    names = _NAMES[model.standard]
    values = dict(kept or {}) | dict(preferences or {})
    values[names.learner_id] = learner.id
    values[names.learner_name] = learner.name
    values[names.credit] = credit
    values[names.mode] = mode
    values[names.entry] = entry
    values[names.total_time] = _duration_text(model.standard, total_time)
    presets = {
        names.launch_data: activity.launch_data,
        names.max_time_allowed: activity.limits.max_time_allowed,
        names.time_limit_action: activity.limits.time_limit_action,
    }
    if model.standard == "scorm12":
        presets["cmi.student_data.mastery_score"] = _number_text(activity.mastery_score)
    else:
        presets["cmi.completion_threshold"] = _number_text(activity.completion_threshold)
        presets["cmi.scaled_passing_score"] = _number_text(activity.scaled_passing_score)
        _add_objectives(values, activity.objectives)
    values.update({name: value for name, value in presets.items() if value is not None})
    return values


def end(
    model: Model, values: Mapping[str, str], *, activity: Activity, suspend: bool = False
) -> Ended:
    """Return what a session leaves behind, now that the content or the LMS has ended it.

    `suspend`: the LMS suspends an attempt whose content did not end by itself (a closed window).
    SCORM12-RTE-3.4.4-CORE and, for SCORM 2004, SCORM2004-RTE-4.2.8.
    """
    names = _NAMES[model.standard]
    exit_, request = values.get(names.exit, ""), values.get("adl.nav.request", "_none_")
    suspended = suspend or exit_ == "suspend" or request == "suspendAll"
    final = dict(values)
    if model.standard == "scorm12" and not suspend:
        final["cmi.core.lesson_status"] = final_status12(values, activity)
    entry: Entry = "resume" if suspended else "" if model.standard == "scorm12" else "ab-initio"
    keeps = suspended or model.standard == "scorm12"
    return Ended(
        exit=exit_,
        session_seconds=_seconds(model.standard, values.get(names.session_time, "")),
        suspended=suspended,
        entry=entry,
        kept=_kept(model, final) if keeps else {},
        preferences={k: v for k, v in values.items() if k.startswith(names.preferences)},
        navigation=None if suspend else _navigation(model.standard, exit_, request),
        status=status(model, final, activity),
        values=final,
        for_credit=values.get(names.credit, "credit") == "credit",
    )


def _kept(model: Model, values: Mapping[str, str]) -> dict[str, str]:
    """Return everything but what an LMS presets and what concerns one session only."""
    names = _NAMES[model.standard]
    passing = {names.exit, names.session_time}
    kept = {}
    for name, value in values.items():
        if name in passing or name.startswith("adl."):
            continue
        row = getattr(model.places.find(name), "element", None)
        if row is not None and row.access != "r":
            kept[name] = value
    return kept


def _navigation(standard: Standard, exit_: str, request: str) -> Navigation | None:
    if standard == "scorm12":
        return None
    if exit_ in {"time-out", "logout"}:  # whatever else was asked for
        return Navigation("exitAll")
    parts = _REQUEST.fullmatch(request)
    return Navigation(parts[2], parts[1]) if parts else None


def _add_objectives(values: dict[str, str], identifiers: tuple[str, ...]) -> None:
    """Have the manifest's objectives there, each found by its id, before the SCO starts."""
    count = int(values.get("cmi.objectives._count", "0"))
    known = {values.get(f"cmi.objectives.{index}.id") for index in range(count)}
    for identifier in identifiers:
        if identifier not in known:
            known.add(identifier)
            values[f"cmi.objectives.{count}.id"] = identifier
            count += 1
    if count:
        values["cmi.objectives._count"] = str(count)


def _number_text(number: float | None) -> str | None:
    return None if number is None else f"{number:.7f}".rstrip("0").rstrip(".")


def _seconds(standard: Standard, text: str) -> Decimal:
    parse = parse_timespan if standard == "scorm12" else parse_interval
    return parse(text) or Decimal(0)


def _duration_text(standard: Standard, seconds: Decimal | float) -> str:
    exact = Decimal(seconds)
    return format_timespan(exact) if standard == "scorm12" else format_interval(exact)
