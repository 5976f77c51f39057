"""Reading sequencing rules and rollup rules of imsss (SCORM 2004 SN 3.4, 3.7, 3.8). Pure.

A rule whose action or one of whose conditions is none of the standard's is left out as a whole:
with one condition less it would fire where its author did not mean it to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar, get_args

from packager.rules import sequencing as rules
from packager.sequencing import (
    ChildSet,
    Combination,
    Operator,
    RollupAction,
    RollupCondition,
    RollupConditionName,
    RollupRule,
    RuleAction,
    RuleCondition,
    RuleConditionName,
    SequencingRule,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from packager.read.parts import Part
    from packager.read.values import Values

_Value = TypeVar("_Value")


class Placed(NamedTuple, Generic[_Value]):
    """A value and where it stands."""

    value: _Value
    part: Part


class Rules(NamedTuple):
    """The sequencing rules of an activity by their kinds, and all of their conditions."""

    pre: tuple[Placed[SequencingRule], ...] = ()
    exit: tuple[Placed[SequencingRule], ...] = ()
    post: tuple[Placed[SequencingRule], ...] = ()
    conditions: tuple[Placed[RuleCondition], ...] = ()


class Rollup(NamedTuple):
    """What imsss:rollupRules says."""

    rules: tuple[Placed[RollupRule], ...] = ()
    satisfied: bool = True
    completed: bool = True
    weight: float = 1.0


PRE_ACTIONS: tuple[RuleAction, ...] = (
    "skip",
    "disabled",
    "hiddenFromChoice",
    "stopForwardTraversal",
)
EXIT_ACTIONS: tuple[RuleAction, ...] = ("exit",)
POST_ACTIONS: tuple[RuleAction, ...] = (
    "exitParent",
    "exitAll",
    "retry",
    "retryAll",
    "continue",
    "previous",
)
_CONDITIONS: tuple[RuleConditionName, ...] = get_args(RuleConditionName)
_OPERATORS: tuple[Operator, ...] = get_args(Operator)
_COMBINATIONS: tuple[Combination, ...] = get_args(Combination)
_CHILD_SETS: tuple[ChildSet, ...] = get_args(ChildSet)
_ROLLUP_CONDITIONS: tuple[RollupConditionName, ...] = tuple(
    name
    for name in get_args(RollupConditionName)
    if name != "never"  # imsss cannot write it
)
_ROLLUP_ACTIONS: tuple[RollupAction, ...] = get_args(RollupAction)


def read_rules(part: Part, values: Values) -> Rules:
    """Return what a sequencingRules element says."""
    found: dict[str, list[Placed[SequencingRule]]] = {name: [] for name in _ACTIONS}
    conditions: list[Placed[RuleCondition]] = []
    for rule in part.below():
        actions = _ACTIONS.get(rule.name)
        read = None if actions is None else _rule(rule, actions, values)
        if read is not None:
            found[rule.name].append(Placed(read[0], rule))
            conditions += read[1]
    pre, exit_, post = map(tuple, found.values())
    return Rules(pre, exit_, post, tuple(conditions))


_ACTIONS: dict[str, tuple[RuleAction, ...]] = {
    "preConditionRule": PRE_ACTIONS,
    "exitConditionRule": EXIT_ACTIONS,
    "postConditionRule": POST_ACTIONS,
}


def _rule(
    rule: Part, actions: Sequence[RuleAction], values: Values
) -> tuple[SequencingRule, list[Placed[RuleCondition]]] | None:
    parts = {part.name: part for part in rule.below()}
    stated = parts.get("ruleAction")
    if stated is None:
        values.say(rules.ACTION_MISSING, rule, what=rule.name)
        return None
    action = values.required(stated, "action", actions, what=rule.name)
    group = parts.get("ruleConditions")
    combination: Combination = "all"
    conditions: list[Placed[RuleCondition] | None] = []
    if group is not None:
        combination = values.token(group, "conditionCombination", _COMBINATIONS, default="all")
        conditions = [
            _condition(part, values, rule.name)
            for part in group.below()
            if part.name == "ruleCondition"
        ]
    known = [placed for placed in conditions if placed is not None]
    if action is None or len(known) != len(conditions):
        return None
    return SequencingRule(action, tuple(placed.value for placed in known), combination), known


def _condition(part: Part, values: Values, rule: str) -> Placed[RuleCondition] | None:
    condition = values.required(part, "condition", _CONDITIONS, what=rule)
    operator = values.token(part, "operator", _OPERATORS, default="noOp")
    threshold = values.optional_measure(part, "measureThreshold", -1, 1)
    if condition is None:
        return None
    named = " ".join((part.element.get("referencedObjective") or "").split()) or None
    return Placed(RuleCondition(condition, operator, named, threshold), part)


def read_rollup(part: Part, values: Values) -> Rollup:
    """Return what a rollupRules element says."""
    found = [(rule, _rollup_rule(rule, values)) for rule in part.below()]
    return Rollup(
        tuple(Placed(read, rule) for rule, read in found if read is not None),
        values.boolean(part, "rollupObjectiveSatisfied", default=True),
        values.boolean(part, "rollupProgressCompletion", default=True),
        values.measure(part, "objectiveMeasureWeight", 0, 1, default=1.0),
    )


def _rollup_rule(rule: Part, values: Values) -> RollupRule | None:
    if rule.name != "rollupRule":
        return None
    parts = {part.name: part for part in rule.below()}
    stated = parts.get("rollupAction")
    if stated is None:
        values.say(rules.ACTION_MISSING, rule, what=rule.name)
        return None
    action = values.required(stated, "action", _ROLLUP_ACTIONS, what=rule.name)
    group = parts.get("rollupConditions")
    combination: Combination = "any"
    conditions: list[RollupCondition | None] = []
    if group is not None:
        combination = values.token(group, "conditionCombination", _COMBINATIONS, default="any")
        conditions = [
            _rollup_condition(part, values)
            for part in group.below()
            if part.name == "rollupCondition"
        ]
    known = tuple(condition for condition in conditions if condition is not None)
    child_set = values.token(rule, "childActivitySet", _CHILD_SETS, default="all")
    count = values.count(rule, "minimumCount") or 0
    percent = values.measure(rule, "minimumPercent", 0, 1, default=0.0)
    if action is None or len(known) != len(conditions):
        return None
    return RollupRule(action, known, combination, child_set, count, percent)


def _rollup_condition(part: Part, values: Values) -> RollupCondition | None:
    condition = values.required(part, "condition", _ROLLUP_CONDITIONS, what="rollupRule")
    operator = values.token(part, "operator", _OPERATORS, default="noOp")
    return None if condition is None else RollupCondition(condition, operator)
