"""Reading the sequencing of activities: imsss:sequencing with its adlseq extensions. Pure.

Names and defaults are those of SCORM 2004 SN 3. An activity that refers to an entry of the
sequencing collection has the entry's elements where it has none of the same name itself. Elements
are known by their local names, save `objectives`, which imsss and adlseq both have. What an entry
says is read once, however many activities refer to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar, cast, get_args

from msgspec.structs import replace

from cursus.durations import parse_interval
from packager.model import Limits
from packager.read.imsss_objectives import PRIMARY, read_objectives, same_as
from packager.read.imsss_rules import Placed, Rollup, Rules, read_rollup, read_rules
from packager.read.values import Values
from packager.rules import items as item_rules
from packager.rules import sequencing as rules
from packager.sequencing import (
    Choice,
    ControlMode,
    Delivery,
    Randomization,
    Requirement,
    RollupConsiderations,
    RuleCondition,
    Sequencing,
    SequencingObjective,
    SequencingRule,
    Timing,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from packager.findings import Finding
    from packager.read.parts import Part

_Read = TypeVar("_Read")

ADLSEQ_OBJECTIVES = "adlseq:objectives"
_ADLSEQ = "adlseq"

_TIMINGS: tuple[Timing, ...] = get_args(Timing)
_REQUIREMENTS: tuple[Requirement, ...] = get_args(Requirement)


class ReadSequencing(NamedTuple):
    """The sequencing of one activity: the model's values, and where they stand."""

    sequencing: Sequencing
    limits: Limits
    parts: dict[str, Part]  # the elements by name, merged with those of the collection
    rules: Rules
    rollup: Rollup
    objectives: tuple[Placed[SequencingObjective], ...]  # the primary one first


class SequencingReader:
    """Reads the sequencing of one activity after another; findings gather in `findings`."""

    def __init__(self, collection: Part | None) -> None:
        self._values = Values()
        self._shared: dict[str, Part] = {}
        self._known: dict[tuple[str, ...], object] = {}  # what is read already, by paths
        self._sizes: dict[str, int] = {}
        for entry in () if collection is None else collection.below():
            if entry.name == "sequencing":
                self._shared.setdefault((entry.element.get("ID") or "").strip(), entry)

    @property
    def findings(self) -> list[Finding]:
        """What was found so far."""
        return self._values.findings

    def shared_size(self, own: Part) -> int:
        """Return how many elements of the collection an activity's sequencing refers to."""
        entry = self._shared.get(_reference(own) or "")
        if entry is None:
            return 0
        if entry.path not in self._sizes:
            self._sizes[entry.path] = sum(1 for _ in entry.element.iter())
        return self._sizes[entry.path]

    def read(self, own: Part, item: str) -> ReadSequencing:
        """Return what the `sequencing` element of an activity says."""
        parts = self._merged(own, item)
        found = self._of(parts.get("sequencingRules"), read_rules, Rules())
        rollup = self._of(parts.get("rollupRules"), read_rollup, Rollup())
        objectives = self._objectives(parts)
        found = _resolved(found, objectives)
        first = objectives[0] if objectives else None
        primary = first if first and first.part.name == PRIMARY else None
        sequencing = Sequencing(
            control_mode=self._of(parts.get("controlMode"), _control, ControlMode()),
            pre_conditions=tuple(placed.value for placed in found.pre),
            exit_conditions=tuple(placed.value for placed in found.exit),
            post_conditions=tuple(placed.value for placed in found.post),
            rollup_rules=tuple(placed.value for placed in rollup.rules),
            rollup_objective_satisfied=rollup.satisfied,
            rollup_progress_completion=rollup.completed,
            objective_measure_weight=rollup.weight,
            rollup_considerations=self._of(
                parts.get("rollupConsiderations"), _considerations, RollupConsiderations()
            ),
            primary_objective=None if primary is None else primary.value,
            objectives=tuple(placed.value for placed in objectives if placed is not primary),
            randomization=self._of(
                parts.get("randomizationControls"), _randomization, Randomization()
            ),
            delivery=self._of(parts.get("deliveryControls"), _delivery, Delivery()),
            choice=self._of(parts.get("constrainedChoiceConsiderations"), _choice, Choice()),
        )
        limits = self._of(parts.get("limitConditions"), _limits, Limits())
        return ReadSequencing(sequencing, limits, parts, found, rollup, objectives)

    def _merged(self, own: Part, item: str) -> dict[str, Part]:
        """Return the elements of an activity's sequencing over those that it refers to."""
        parts = dict(_elements(own))
        name = _reference(own)
        if name is None:
            return parts
        entry = self._shared.get(name)
        if entry is None:
            self._values.say(rules.COLLECTION_DANGLING, own, "IDRef", item=item, name=name)
            return parts
        return dict(_elements(entry)) | parts

    def _of(
        self, part: Part | None, reader: Callable[[Part, Values], _Read], absent: _Read
    ) -> _Read:
        """Return what an element says."""
        if part is None:
            return absent
        key = (part.path,)
        if key not in self._known:
            self._known[key] = reader(part, self._values)
        return cast("_Read", self._known[key])

    def _objectives(self, parts: dict[str, Part]) -> tuple[Placed[SequencingObjective], ...]:
        own, extended = parts.get("objectives"), parts.get(ADLSEQ_OBJECTIVES)
        key = (own.path if own else "", extended.path if extended else "")
        if key not in self._known:
            self._known[key] = read_objectives(own, extended, self._values)
        return cast("tuple[Placed[SequencingObjective], ...]", self._known[key])


def _resolved(found: Rules, objectives: tuple[Placed[SequencingObjective], ...]) -> Rules:
    """Return rules that name the objectives letter for letter, where they wrote them otherwise."""
    names = {o.value.identifier for o in objectives}
    others = {placed.value.referenced_objective for placed in found.conditions} - names - {None}
    if not others:
        return found
    known = {same_as(name): name for name in names if name is not None}

    def condition(value: RuleCondition) -> RuleCondition:
        said = value.referenced_objective
        name = None if said is None or said not in others else known.get(same_as(said))
        return value if name is None else replace(value, referenced_objective=name)

    def rules_of(placed: tuple[Placed[SequencingRule], ...]) -> tuple[Placed[SequencingRule], ...]:
        return tuple(
            Placed(replace(rule, conditions=tuple(map(condition, rule.conditions))), part)
            for rule, part in placed
        )

    return Rules(
        rules_of(found.pre),
        rules_of(found.exit),
        rules_of(found.post),
        tuple(Placed(condition(value), part) for value, part in found.conditions),
    )


def _reference(own: Part) -> str | None:
    return (own.element.get("IDRef") or "").strip() or None


def _elements(sequencing: Part) -> Iterator[tuple[str, Part]]:
    """Yield the elements of a sequencing by name, the first of several with one name."""
    seen = set()
    for part in sequencing.below():
        name = part.name
        if name == "objectives" and _ADLSEQ in part.namespace.lower():
            name = ADLSEQ_OBJECTIVES
        if name not in seen:
            seen.add(name)
            yield name, part


def _control(part: Part, values: Values) -> ControlMode:
    return ControlMode(
        choice=values.boolean(part, "choice", default=True),
        choice_exit=values.boolean(part, "choiceExit", default=True),
        flow=values.boolean(part, "flow", default=False),
        forward_only=values.boolean(part, "forwardOnly", default=False),
        use_current_attempt_objective_info=values.boolean(
            part, "useCurrentAttemptObjectiveInfo", default=True
        ),
        use_current_attempt_progress_info=values.boolean(
            part, "useCurrentAttemptProgressInfo", default=True
        ),
    )


def _limits(part: Part, values: Values) -> Limits:
    """Return imsss:limitConditions; times and durations stay as they are written."""
    allowed = _said(part, "attemptAbsoluteDurationLimit")
    if allowed is not None and parse_interval(allowed) is None:
        name = "attemptAbsoluteDurationLimit"
        values.say(item_rules.TIME_ALLOWED, part, name, value=allowed)
        allowed = None
    return Limits(
        max_time_allowed=allowed,
        attempt_limit=values.count(part, "attemptLimit"),
        attempt_experienced_duration=_said(part, "attemptExperiencedDurationLimit"),
        activity_absolute_duration=_said(part, "activityAbsoluteDurationLimit"),
        activity_experienced_duration=_said(part, "activityExperiencedDurationLimit"),
        begin_time=_said(part, "beginTimeLimit"),
        end_time=_said(part, "endTimeLimit"),
    )


def _said(part: Part, name: str) -> str | None:
    return part.attributes.get(name) or None


def _considerations(part: Part, values: Values) -> RollupConsiderations:
    def required(status: str) -> Requirement:
        return values.token(part, f"requiredFor{status}", _REQUIREMENTS, default="always")

    return RollupConsiderations(
        required_for_satisfied=required("Satisfied"),
        required_for_not_satisfied=required("NotSatisfied"),
        required_for_completed=required("Completed"),
        required_for_incomplete=required("Incomplete"),
        measure_satisfaction_if_active=values.boolean(
            part, "measureSatisfactionIfActive", default=True
        ),
    )


def _randomization(part: Part, values: Values) -> Randomization:
    return Randomization(
        randomization_timing=values.token(part, "randomizationTiming", _TIMINGS, default="never"),
        select_count=values.count(part, "selectCount"),
        reorder_children=values.boolean(part, "reorderChildren", default=False),
        selection_timing=values.token(part, "selectionTiming", _TIMINGS, default="never"),
    )


def _delivery(part: Part, values: Values) -> Delivery:
    return Delivery(
        tracked=values.boolean(part, "tracked", default=True),
        completion_set_by_content=values.boolean(part, "completionSetByContent", default=False),
        objective_set_by_content=values.boolean(part, "objectiveSetByContent", default=False),
    )


def _choice(part: Part, values: Values) -> Choice:
    return Choice(
        prevent_activation=values.boolean(part, "preventActivation", default=False),
        constrain_choice=values.boolean(part, "constrainChoice", default=False),
    )
