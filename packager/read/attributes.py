"""Reading what bounds and judges an activity: scores, thresholds, time, controls. Pure.

SCORM 1.2 says it by adlcp elements of the item, SCORM 2004 by those, by adlnav:presentation and by
imsss:sequencing (`packager.read.imsss`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from cursus.durations import parse_timespan
from packager.model import DataMap, Limits
from packager.read.values import Values, number
from packager.rules import items as rules
from packager.rules import sequencing as sequencing_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.model import Edition
    from packager.read.imsmanifest import ManifestItem
    from packager.read.imsss import ReadSequencing
    from packager.read.parts import Part

TIME_LIMIT_ACTIONS = frozenset(
    {"exit,message", "exit,no message", "continue,message", "continue,no message"}
)
MASTERY_TOP = 100.0
LAUNCH_DATA_12 = 255
LAUNCH_DATA_2004 = 4000

_CONTROLS_2ND = ("previous", "continue", "exit", "abandon")
_CONTROLS = (*_CONTROLS_2ND, "suspendAll", "exitAll", "abandonAll")


class ActivityAttributes(NamedTuple):
    """What an item says about itself beside its title, its resource and its sequencing."""

    limits: Limits = Limits()
    hide_ui: tuple[str, ...] = ()
    prerequisites: str | None = None
    mastery_score: float | None = None
    scaled_passing_score: float | None = None
    completion_threshold: float | None = None
    progress_weight: float = 1.0
    launch_data: str | None = None
    objectives: tuple[str, ...] = ()
    data: tuple[DataMap, ...] = ()


def read_attributes_12(item: ManifestItem, values: Values) -> ActivityAttributes:
    """Return the adlcp elements of an item of SCORM 1.2."""
    allowed = item.text("maxtimeallowed")
    if allowed is not None and parse_timespan(allowed) is None:
        values.say(rules.TIME_ALLOWED, item.inner["maxtimeallowed"], value=allowed)
        allowed = None
    if "sequencing" in item.inner:
        said = {"item": item.identifier or ""}
        values.say(sequencing_rules.SEQUENCING_12, item.inner["sequencing"], **said)
    launch_data = item.text("datafromlms")
    if launch_data is not None and len(launch_data) > LAUNCH_DATA_12:
        count = len(launch_data)
        values.say(
            rules.LAUNCH_DATA_12, item.inner["datafromlms"], count=count, limit=LAUNCH_DATA_12
        )
    return ActivityAttributes(
        limits=Limits(allowed, _time_limit_action(item, values)),
        prerequisites=item.text("prerequisites"),
        mastery_score=_mastery_score(item, values),
        launch_data=launch_data,
    )


def _mastery_score(item: ManifestItem, values: Values) -> float | None:
    """Return adlcp:masteryscore, 0..100; a percent sign and a decimal comma are understood."""
    text = item.text("masteryscore")
    if text is None:
        return None
    part = item.inner["masteryscore"]
    score = number(text.removesuffix("%").strip().replace(",", "."), 0.0, MASTERY_TOP)
    if score is None:
        values.say(rules.MASTERY_WRONG, part, value=text)
    elif number(text, 0.0, MASTERY_TOP) is None:
        values.say(rules.MASTERY_MENDED, part, value=text, number=f"{score:g}")
    return score


def _time_limit_action(item: ManifestItem, values: Values) -> str | None:
    text = item.text("timelimitaction")
    if text is None:
        return None
    action = ",".join(" ".join(part.split()) for part in text.lower().split(","))
    if action in TIME_LIMIT_ACTIONS:
        return action
    values.say(rules.TIME_LIMIT_ACTION, item.inner["timelimitaction"], value=text)
    return None


def read_attributes_2004(
    item: ManifestItem, read: ReadSequencing | None, edition: Edition | None, values: Values
) -> ActivityAttributes:
    """Return the adlcp and adlnav elements of an item of SCORM 2004, and what follows from `read`.

    What the 4th Edition brought is read in earlier ones too, and told: whether it counts is the
    run-time's to decide by the edition.
    """
    if item.text("masteryscore"):
        values.say(rules.MASTERY_2004, item.inner["masteryscore"])
    for name in ("prerequisites", "maxtimeallowed"):
        if name in item.inner:
            values.say(rules.OF_12, item.inner[name], name=name)
    later = _Later(edition, values)
    threshold, weight = _completion(item, later, values)
    launch_data = item.text("datafromlms")
    if launch_data is not None and len(launch_data) > LAUNCH_DATA_2004:
        count = len(launch_data)
        values.say(
            rules.LAUNCH_DATA_2004, item.inner["datafromlms"], count=count, limit=LAUNCH_DATA_2004
        )
    limits = Limits() if read is None else read.limits
    action = _time_limit_action(item, values)
    return ActivityAttributes(
        limits=msgspec.structs.replace(limits, time_limit_action=action),
        hide_ui=_hidden(item, edition, values),
        scaled_passing_score=None if read is None else _scaled_passing_score(read),
        completion_threshold=threshold,
        progress_weight=weight,
        launch_data=launch_data,
        objectives=() if read is None else _objective_ids(read),
        data=tuple(_data(item, later, values)),
    )


class _Later:
    """Tells what an edition does not know yet, and what it has left behind."""

    def __init__(self, edition: Edition | None, values: Values) -> None:
        self._edition = edition
        self._values = values

    def say(self, part: Part, name: str, attribute: str | None = None) -> None:
        if self._edition in ("2nd", "3rd"):
            said = {"name": name, "edition": self._edition}
            self._values.say(sequencing_rules.FOURTH_EDITION, part, attribute, **said)

    def say_of_text(self, threshold: Part) -> None:
        """Say that the 4th Edition has attributes where earlier ones have text."""
        if self._edition == "4th":
            self._values.say(sequencing_rules.THRESHOLD_TEXT, threshold)


def _hidden(item: ManifestItem, edition: Edition | None, values: Values) -> tuple[str, ...]:
    """Return what adlnav:presentation/navigationInterface/hideLMSUI names."""
    hidden: dict[str, None] = {}
    presentation = item.inner.get("presentation")
    for interface in () if presentation is None else presentation.named("navigationInterface"):
        for part in interface.named("hideLMSUI"):
            control = part.text
            if control not in _CONTROLS:
                values.say(sequencing_rules.HIDE_UI, part, value=control)
                continue
            if edition == "2nd" and control not in _CONTROLS_2ND:
                values.say(sequencing_rules.HIDE_UI_EDITION, part, value=control)
            hidden[control] = None
    return tuple(hidden)


def _scaled_passing_score(read: ReadSequencing) -> float | None:
    """Return the passing score of the primary objective when it is measured."""
    primary = read.sequencing.primary_objective
    if primary is None or not primary.satisfied_by_measure:
        return None
    return primary.min_normalized_measure


def _completion(item: ManifestItem, later: _Later, values: Values) -> tuple[float | None, float]:
    """Return the progress that completes, and its weight for the activity above.

    The progress is text in the 2nd and 3rd edition and two attributes in the 4th.
    """
    part = item.inner.get("completionthreshold")
    if part is None:
        return None, 1.0
    name = "completionThreshold"
    weight = values.measure(part, "progressWeight", 0, 1, default=1.0)
    if not part.text:
        if part.element.attrib:
            later.say(part, "completedByMeasure")
        measured = values.boolean(part, "completedByMeasure", default=False)
        minimum = values.measure(part, "minProgressMeasure", 0, 1, default=1.0)
        return (minimum if measured else None), weight
    later.say_of_text(part)
    return values.in_range(part, name, part.text, 0, 1, own=True), weight


def _objective_ids(read: ReadSequencing) -> tuple[str, ...]:
    """Return the ids that cmi.objectives begins with, the primary objective's first."""
    found = (placed.value.identifier for placed in read.objectives)
    return tuple(identifier for identifier in found if identifier)


def _data(item: ManifestItem, later: _Later, values: Values) -> Iterator[DataMap]:
    """Yield the maps of adlcp:data."""
    data = item.inner.get("data")
    if data is None:
        return
    later.say(data, "adlcp:data")
    seen = set()
    for part in data.named("map"):
        target = (part.element.get("targetID") or "").strip()
        said = {"item": item.identifier or ""}
        if not target:
            values.say(sequencing_rules.DATA_NAMELESS, part, **said)
        elif target in seen:
            values.say(sequencing_rules.DATA_TWICE, part, "targetID", **said, name=target)
        else:
            seen.add(target)
            yield DataMap(
                target,
                values.boolean(part, "readSharedData", default=True),
                values.boolean(part, "writeSharedData", default=True),
            )
