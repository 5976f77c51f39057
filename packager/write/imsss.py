"""Writing imsss:sequencing with its adlseq extensions from the sequencing model. Pure.

Elements stand in the order of the IMS SS binding; what has its default is not written, save where
editions have disagreed about the default: maps say everything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from packager.read.imsss_objectives import ADLSEQ_MAPS, IMSSS_MAPS
from packager.sequencing import (
    Choice,
    ControlMode,
    Delivery,
    Randomization,
    RollupConsiderations,
    RollupRule,
    Sequencing,
    SequencingObjective,
    SequencingRule,
)
from packager.write.elements import boolean, child, decimal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import msgspec
    from lxml.etree import _Element

    from packager.model import Edition, Limits
    from packager.sequencing import ObjectiveMap

IMSSS: Final = "http://www.imsglobal.org/xsd/imsss"
ADLSEQ: Final = "http://www.adlnet.org/xsd/adlseq_v1p3"

_LIMITS: Final = {
    "attempt_limit": "attemptLimit",
    "max_time_allowed": "attemptAbsoluteDurationLimit",
    "attempt_experienced_duration": "attemptExperiencedDurationLimit",
    "activity_absolute_duration": "activityAbsoluteDurationLimit",
    "activity_experienced_duration": "activityExperiencedDurationLimit",
    "begin_time": "beginTimeLimit",
    "end_time": "endTimeLimit",
}

Lost = Literal["maps", "rollup", "conditions"]


@dataclass(slots=True)
class SequencingWriter:
    """Writes the sequencing of activities in an edition; what it cannot say gathers in `lost`."""

    edition: Edition
    lost: set[Lost] = field(default_factory=set)

    def write(self, item: _Element, sequencing: Sequencing | None, limits: Limits) -> None:
        """Write what an item or organization says; nothing where there is nothing to say."""
        bounds = {name: getattr(limits, attribute) for attribute, name in _LIMITS.items()}
        said = {name: str(value) for name, value in bounds.items() if value is not None}
        if sequencing is None and not said:
            return
        sequencing = sequencing or Sequencing()
        element = child(item, IMSSS, "sequencing")
        _attributes_of(element, IMSSS, "controlMode", sequencing.control_mode, ControlMode())
        self._rules(element, sequencing)
        if said:
            child(element, IMSSS, "limitConditions", **said)
        self._rollup(element, sequencing)
        self._objectives(element, sequencing)
        _attributes_of(
            element, IMSSS, "randomizationControls", sequencing.randomization, Randomization()
        )
        _attributes_of(element, IMSSS, "deliveryControls", sequencing.delivery, Delivery())
        _attributes_of(
            element, ADLSEQ, "constrainedChoiceConsiderations", sequencing.choice, Choice()
        )
        _attributes_of(
            element,
            ADLSEQ,
            "rollupConsiderations",
            sequencing.rollup_considerations,
            RollupConsiderations(),
        )
        self._extended(element, sequencing)

    def _rules(self, parent: _Element, sequencing: Sequencing) -> None:
        kinds: Mapping[str, Sequence[SequencingRule]] = {
            "preConditionRule": sequencing.pre_conditions,
            "exitConditionRule": sequencing.exit_conditions,
            "postConditionRule": sequencing.post_conditions,
        }
        if not any(kinds.values()):
            return
        holder = child(parent, IMSSS, "sequencingRules")
        for name, rules in kinds.items():
            for rule in rules:
                _rule(child(holder, IMSSS, name), rule)

    def _rollup(self, parent: _Element, sequencing: Sequencing) -> None:
        attributes: dict[str, str] = {}
        if not sequencing.rollup_objective_satisfied:
            attributes["rollupObjectiveSatisfied"] = "false"
        if not sequencing.rollup_progress_completion:
            attributes["rollupProgressCompletion"] = "false"
        if sequencing.objective_measure_weight != 1:
            attributes["objectiveMeasureWeight"] = decimal(sequencing.objective_measure_weight)
        rules = [rule for rule in sequencing.rollup_rules if rule.conditions]
        if len(rules) < len(sequencing.rollup_rules):
            self.lost.add("conditions")  # imsss has no rollup rule without a condition
        if not rules and not attributes:
            return
        holder = child(parent, IMSSS, "rollupRules", **attributes)
        for rule in rules:
            _rollup_rule(holder, rule)

    def _objectives(self, parent: _Element, sequencing: Sequencing) -> None:
        if sequencing.primary_objective is None and not sequencing.objectives:
            return
        holder = child(parent, IMSSS, "objectives")
        primary = sequencing.primary_objective or SequencingObjective()  # imsss wants one
        _objective(holder, "primaryObjective", primary)
        for objective in sequencing.objectives:
            _objective(holder, "objective", objective)

    def _extended(self, parent: _Element, sequencing: Sequencing) -> None:
        """Write the maps that adlseq has, of objectives with an id."""
        first = sequencing.primary_objective
        objectives = [*([first] if first else []), *sequencing.objectives]
        mapped = [
            (objective, [m for m in objective.maps if _extends(m)]) for objective in objectives
        ]
        if self.edition != "4th":
            if any(maps for _, maps in mapped):
                self.lost.add("maps")
            return
        named = [(objective, maps) for objective, maps in mapped if maps and objective.identifier]
        if not named:
            return
        holder = child(parent, ADLSEQ, "objectives")
        for objective, maps in named:
            element = child(holder, ADLSEQ, "objective", objectiveID=objective.identifier)
            for mapped_to in maps:
                _map(element, ADLSEQ, mapped_to, ADLSEQ_MAPS)


def _rule(element: _Element, rule: SequencingRule) -> None:
    if rule.conditions:
        combination = None if rule.combination == "all" else rule.combination
        group = child(element, IMSSS, "ruleConditions", conditionCombination=combination)
        for condition in rule.conditions:
            threshold = condition.measure_threshold
            child(
                group,
                IMSSS,
                "ruleCondition",
                referencedObjective=condition.referenced_objective,
                measureThreshold=None if threshold is None else decimal(threshold),
                operator=None if condition.operator == "noOp" else condition.operator,
                condition=condition.condition,
            )
    child(element, IMSSS, "ruleAction", action=rule.action)


def _rollup_rule(parent: _Element, rule: RollupRule) -> None:
    element = child(
        parent,
        IMSSS,
        "rollupRule",
        childActivitySet=None if rule.child_set == "all" else rule.child_set,
        minimumCount=str(rule.minimum_count) if rule.minimum_count else None,
        minimumPercent=decimal(rule.minimum_percent) if rule.minimum_percent else None,
    )
    combination = None if rule.combination == "any" else rule.combination
    group = child(element, IMSSS, "rollupConditions", conditionCombination=combination)
    for condition in rule.conditions:
        operator = None if condition.operator == "noOp" else condition.operator
        child(group, IMSSS, "rollupCondition", operator=operator, condition=condition.condition)
    child(element, IMSSS, "rollupAction", action=rule.action)


def _objective(parent: _Element, name: str, objective: SequencingObjective) -> None:
    by_measure = "true" if objective.satisfied_by_measure else None
    identifier = objective.identifier
    element = child(parent, IMSSS, name, satisfiedByMeasure=by_measure, objectiveID=identifier)
    if objective.min_normalized_measure != 1 or by_measure:
        child(element, IMSSS, "minNormalizedMeasure", decimal(objective.min_normalized_measure))
    for mapped in objective.maps:
        if not _extends(mapped) or any(getattr(mapped, name) for name in IMSSS_MAPS):
            _map(element, IMSSS, mapped, IMSSS_MAPS)


def _extends(mapped: ObjectiveMap) -> bool:
    """Whether a map says what only adlseq can."""
    return any(getattr(mapped, name) for name in ADLSEQ_MAPS)


def _map(parent: _Element, namespace: str, mapped: ObjectiveMap, names: Mapping[str, str]) -> None:
    flags = {name: boolean(getattr(mapped, attribute)) for attribute, name in names.items()}
    child(parent, namespace, "mapInfo", targetObjectiveID=mapped.target, **flags)


def _attributes_of(
    parent: _Element, namespace: str, name: str, part: msgspec.Struct, default: msgspec.Struct
) -> None:
    """Write an element of attributes alone: those that differ from the default."""
    values: dict[str, str] = {}
    for of_model, of_binding in zip(
        part.__struct_fields__, part.__struct_encode_fields__, strict=True
    ):
        value = getattr(part, of_model)
        if value != getattr(default, of_model):
            values[of_binding] = boolean(value) if isinstance(value, bool) else str(value)
    if values:
        child(parent, namespace, name, **values)
