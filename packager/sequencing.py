"""Sequencing of an activity as a manifest defines it: IMS Simple Sequencing 1.0 with SCORM 2004.

The names, values and defaults are those of the sequencing definition model (SCORM 2004 SN, 3),
whose elements imsss, adlseq and adlnav write. What refers to the sequencing collection is merged
already. Frozen values; `runtime.sequencing` obeys them.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Combination = Literal["all", "any"]
Operator = Literal["noOp", "not"]
Timing = Literal["never", "once", "onEachNewAttempt"]

RuleConditionName = Literal[
    "satisfied",
    "objectiveStatusKnown",
    "objectiveMeasureKnown",
    "objectiveMeasureGreaterThan",
    "objectiveMeasureLessThan",
    "completed",
    "activityProgressKnown",
    "attempted",
    "attemptLimitExceeded",
    "timeLimitExceeded",
    "outsideAvailableTimeRange",
    "always",
]
RuleAction = Literal[
    # pre-condition
    "skip",
    "disabled",
    "hiddenFromChoice",
    "stopForwardTraversal",
    # exit
    "exit",
    # post-condition
    "exitParent",
    "exitAll",
    "retry",
    "retryAll",
    "continue",
    "previous",
]
RollupConditionName = Literal[
    "satisfied",
    "objectiveStatusKnown",
    "objectiveMeasureKnown",
    "completed",
    "activityProgressKnown",
    "attempted",
    "attemptLimitExceeded",
    "timeLimitExceeded",
    "outsideAvailableTimeRange",
    "never",
]
RollupAction = Literal["satisfied", "notSatisfied", "completed", "incomplete"]
ChildSet = Literal["all", "any", "none", "atLeastCount", "atLeastPercent"]
Requirement = Literal["always", "ifAttempted", "ifNotSkipped", "ifNotSuspended"]


class _Part(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """Named in JSON as in imsss."""


class ControlMode(_Part, frozen=True):
    """imsss:controlMode."""

    choice: bool = True
    choice_exit: bool = True
    flow: bool = False
    forward_only: bool = False
    use_current_attempt_objective_info: bool = True
    use_current_attempt_progress_info: bool = True


class RuleCondition(_Part, frozen=True):
    """imsss:ruleCondition."""

    condition: RuleConditionName
    operator: Operator = "noOp"
    referenced_objective: str | None = None  # None: the primary objective
    measure_threshold: float | None = None  # -1..1


class SequencingRule(_Part, frozen=True):
    """A pre-condition, exit or post-condition rule."""

    action: RuleAction
    conditions: tuple[RuleCondition, ...] = ()
    combination: Combination = "all"


class RollupCondition(_Part, frozen=True):
    """imsss:rollupCondition."""

    condition: RollupConditionName
    operator: Operator = "noOp"


class RollupRule(_Part, frozen=True):
    """imsss:rollupRule."""

    action: RollupAction
    conditions: tuple[RollupCondition, ...] = ()
    combination: Combination = "any"
    child_set: ChildSet = "all"
    minimum_count: int = 0
    minimum_percent: float = 0.0  # 0..1


class RollupConsiderations(_Part, frozen=True):
    """adlseq:rollupConsiderations."""

    required_for_satisfied: Requirement = "always"
    required_for_not_satisfied: Requirement = "always"
    required_for_completed: Requirement = "always"
    required_for_incomplete: Requirement = "always"
    measure_satisfaction_if_active: bool = True


class ObjectiveMap(_Part, frozen=True):
    """imsss:mapInfo and adlseq:mapInfo for one global objective; what is not mapped is False."""

    target: str  # targetObjectiveID
    read_satisfied_status: bool = False
    read_normalized_measure: bool = False
    write_satisfied_status: bool = False
    write_normalized_measure: bool = False
    # adlseq, 4th Edition
    read_raw_score: bool = False
    read_min_score: bool = False
    read_max_score: bool = False
    read_completion_status: bool = False
    read_progress_measure: bool = False
    write_raw_score: bool = False
    write_min_score: bool = False
    write_max_score: bool = False
    write_completion_status: bool = False
    write_progress_measure: bool = False


class SequencingObjective(_Part, frozen=True):
    """imsss:primaryObjective or imsss:objective."""

    identifier: str | None = None
    satisfied_by_measure: bool = False
    min_normalized_measure: float = 1.0  # -1..1
    maps: tuple[ObjectiveMap, ...] = ()


class Randomization(_Part, frozen=True):
    """imsss:randomizationControls."""

    randomization_timing: Timing = "never"
    select_count: int | None = None
    reorder_children: bool = False
    selection_timing: Timing = "never"


class Delivery(_Part, frozen=True):
    """imsss:deliveryControls."""

    tracked: bool = True
    completion_set_by_content: bool = False
    objective_set_by_content: bool = False


class Choice(_Part, frozen=True):
    """adlseq:constrainedChoiceConsiderations."""

    prevent_activation: bool = False
    constrain_choice: bool = False


class Sequencing(_Part, frozen=True):
    """imsss:sequencing of one activity; limit conditions are `Activity.limits`."""

    control_mode: ControlMode = ControlMode()
    pre_conditions: tuple[SequencingRule, ...] = ()
    exit_conditions: tuple[SequencingRule, ...] = ()
    post_conditions: tuple[SequencingRule, ...] = ()
    rollup_rules: tuple[RollupRule, ...] = ()
    rollup_objective_satisfied: bool = True
    rollup_progress_completion: bool = True
    objective_measure_weight: float = 1.0  # 0..1
    rollup_considerations: RollupConsiderations = RollupConsiderations()
    primary_objective: SequencingObjective | None = None
    objectives: tuple[SequencingObjective, ...] = ()  # the others
    randomization: Randomization = Randomization()
    delivery: Delivery = Delivery()
    choice: Choice = Choice()
