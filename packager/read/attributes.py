"""Reading what bounds and judges an activity: scores, thresholds, time, objectives. Pure.

SCORM 1.2 says it by adlcp elements of the item, SCORM 2004 by those and by imsss:sequencing, of
which only what the course model has fields for is read here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from cursus.durations import parse_interval, parse_timespan
from packager.model import Limits
from packager.read.imsmanifest import SequencingFacts
from packager.rules import items as rules
from packager.sequencing import ControlMode, Sequencing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.findings import Finding
    from packager.read.imsmanifest import ManifestItem, ObjectiveFacts, Place

TIME_LIMIT_ACTIONS = frozenset(
    {"exit,message", "exit,no message", "continue,message", "continue,no message"}
)
CONTROLS = frozenset(
    {"previous", "continue", "exit", "exitAll", "abandon", "abandonAll", "suspendAll"}
)
MASTERY_TOP = 100.0

_TRUE = frozenset({"true", "1"})
_BOOLEANS = frozenset({"true", "false", "1", "0"})
_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_WHOLE = re.compile(r"\d{1,9}")


class ActivityAttributes(NamedTuple):
    """What an item says about itself beside its title and its resource."""

    findings: list[Finding]
    limits: Limits = Limits()
    hide_ui: tuple[str, ...] = ()
    prerequisites: str | None = None
    mastery_score: float | None = None
    scaled_passing_score: float | None = None
    completion_threshold: float | None = None
    objectives: tuple[str, ...] = ()
    sequencing: Sequencing | None = None


def read_attributes_12(item: ManifestItem) -> ActivityAttributes:
    """Return the adlcp elements of an item of SCORM 1.2."""
    findings: list[Finding] = []
    allowed = item.texts.get("maxtimeallowed") or None
    if allowed is not None and parse_timespan(allowed) is None:
        findings.append(rules.TIME_ALLOWED.at(*item.place.at, value=allowed))
        allowed = None
    return ActivityAttributes(
        findings,
        limits=Limits(allowed, _time_limit_action(item, findings)),
        prerequisites=item.texts.get("prerequisites") or None,
        mastery_score=_mastery_score(item, findings),
    )


def _mastery_score(item: ManifestItem, findings: list[Finding]) -> float | None:
    """Return adlcp:masteryscore, 0..100; a percent sign and a decimal comma are understood."""
    text = item.texts.get("masteryscore")
    if not text:
        return None
    number = _number(text.removesuffix("%").strip().replace(",", "."), 0.0, MASTERY_TOP)
    if number is None:
        findings.append(rules.MASTERY_WRONG.at(*item.place.at, value=text))
    elif _number(text, 0.0, MASTERY_TOP) is None:
        findings.append(rules.MASTERY_MENDED.at(*item.place.at, value=text, number=f"{number:g}"))
    return number


def _time_limit_action(item: ManifestItem, findings: list[Finding]) -> str | None:
    text = item.texts.get("timelimitaction")
    if not text:
        return None
    action = ",".join(" ".join(part.split()) for part in text.lower().split(","))
    if action in TIME_LIMIT_ACTIONS:
        return action
    findings.append(rules.TIME_LIMIT_ACTION.at(*item.place.at, value=text))
    return None


def read_attributes_2004(
    item: ManifestItem, collection: dict[str, SequencingFacts]
) -> ActivityAttributes:
    """Return the adlcp and adlnav elements of an item of SCORM 2004 and facts of its sequencing."""
    findings: list[Finding] = []
    sequencing = _merged(item, collection, findings)
    if item.texts.get("masteryscore"):
        findings.append(rules.MASTERY_2004.at(*item.place.at))
    hidden = []
    for control in item.hide_ui:
        if control in CONTROLS:
            hidden.append(control)
        else:
            findings.append(rules.HIDE_UI.at(*item.place.at, value=control))
    return ActivityAttributes(
        findings,
        limits=_limits_2004(item, sequencing, findings),
        hide_ui=tuple(dict.fromkeys(hidden)),
        scaled_passing_score=_scaled_passing_score(sequencing.primary, findings),
        completion_threshold=_completion_threshold(item, findings),
        objectives=tuple(_objective_ids(sequencing)),
        sequencing=_control_mode(sequencing),
    )


def _merged(
    item: ManifestItem, collection: dict[str, SequencingFacts], findings: list[Finding]
) -> SequencingFacts:
    """Return an item's sequencing over what it refers to in the sequencing collection.

    What stands on the item replaces the same element of the collection (SCORM 2004 SN).
    """
    own = item.sequencing or SequencingFacts()
    if own.reference is None:
        return own
    shared = collection.get(own.reference)
    if shared is None:
        findings.append(
            rules.COLLECTION_DANGLING.at(
                *item.place.at, item=item.identifier or "", name=own.reference
            )
        )
        return own
    objectives = own if own.has_objectives else shared
    return SequencingFacts(
        control_mode=own.control_mode if own.control_mode is not None else shared.control_mode,
        limits=own.limits if own.limits is not None else shared.limits,
        primary=objectives.primary,
        objectives=objectives.objectives,
        has_objectives=objectives.has_objectives,
    )


def _limits_2004(
    item: ManifestItem, sequencing: SequencingFacts, findings: list[Finding]
) -> Limits:
    limits = sequencing.limits or {}
    allowed = limits.get("attemptAbsoluteDurationLimit") or None
    if allowed is not None and parse_interval(allowed) is None:
        findings.append(rules.TIME_ALLOWED.at(*item.place.at, value=allowed))
        allowed = None
    attempts = limits.get("attemptLimit")
    if attempts is not None and not _WHOLE.fullmatch(attempts):
        findings.append(rules.COUNT_WRONG.at(*item.place.at, name="attemptLimit", value=attempts))
        attempts = None
    return Limits(
        allowed,
        _time_limit_action(item, findings),
        None if attempts is None else int(attempts),
    )


def _scaled_passing_score(primary: ObjectiveFacts | None, findings: list[Finding]) -> float | None:
    """Return the passing score of the primary objective: 1.0 unless said, when it is measured."""
    if primary is None or (primary.satisfied_by_measure or "").strip() not in _TRUE:
        return None
    if primary.minimum is None:
        return 1.0
    measure = _number(primary.minimum, -1.0, 1.0)
    if measure is None:
        findings.append(_out_of_range(primary.place, "minNormalizedMeasure", primary.minimum, -1))
    return measure


def _completion_threshold(item: ManifestItem, findings: list[Finding]) -> float | None:
    """Return the progress that completes: text (2nd and 3rd edition), attributes (4th)."""
    text = item.texts.get("completionthreshold")
    if not text:
        measured = item.threshold.get("completedByMeasure", "").strip() in _TRUE
        text = item.threshold.get("minProgressMeasure", "1.0") if measured else None
    if text is None:
        return None
    measure = _number(text, 0.0, 1.0)
    if measure is None:
        findings.append(_out_of_range(item.place, "completionThreshold", text, 0))
    return measure


def _out_of_range(place: Place, name: str, value: str, low: int) -> Finding:
    return rules.MEASURE_RANGE.at(*place.at, name=name, value=value, low=low, high=1)


def _objective_ids(sequencing: SequencingFacts) -> Iterator[str]:
    """Yield the ids that cmi.objectives begins with, the primary objective's first."""
    seen = set()
    for objective in (sequencing.primary, *sequencing.objectives):
        identifier = (objective.identifier or "").strip() if objective else ""
        if identifier and identifier not in seen:
            seen.add(identifier)
            yield identifier


def _control_mode(sequencing: SequencingFacts) -> Sequencing | None:
    """Return the control modes under their names in imsss, None where none are said."""
    if sequencing.control_mode is None:
        return None
    modes = {
        name: value.strip() in _TRUE
        for name, value in sequencing.control_mode.items()
        if value.strip() in _BOOLEANS
    }
    return Sequencing(control_mode=msgspec.convert(modes, ControlMode))


def _number(text: str, low: float, high: float) -> float | None:
    if not _DECIMAL.fullmatch(text):
        return None
    number = float(text)
    return number if low <= number <= high else None
