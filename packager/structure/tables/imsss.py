"""Simple Sequencing: IMS SS 1.0, the same in all editions of SCORM 2004 (CAM 5.1, SN 3).

Only `sequencing` and the collection of them stand by themselves; all else stands within.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from packager.structure.notation import Namespace, Row
from packager.structure.simple import (
    ANY_TEXT,
    BOOLEAN,
    COUNT,
    DATE_TIME,
    DURATION,
    ID,
    IDREF,
    URI,
    number,
    words,
)

if TYPE_CHECKING:
    from packager.structure.simple import Simple

_MEASURE: Final = number(-1, 1)
_PART: Final = number(0, 1)
_ALL_OR_ANY: Final = words("all", "any")
_OPERATOR: Final = words("not", "noOp")
_TIMING: Final = words("never", "once", "onEachNewAttempt")

#: Conditions that sequencing and rollup rules share
_CONDITIONS: Final = (
    "satisfied",
    "objectiveStatusKnown",
    "objectiveMeasureKnown",
    "completed",
    "activityProgressKnown",
    "attempted",
    "attemptLimitExceeded",
    "timeLimitExceeded",
    "outsideAvailableTimeRange",
)


def _action(name: str, *actions: str) -> Row:
    return Row(name, "", {"action!": words(*actions)})


_RULES: Final = (
    Row("sequencingRules", "preConditionRule* exitConditionRule* postConditionRule*"),
    Row("preConditionRule", "ruleConditions? ruleAction:preAction"),
    Row("exitConditionRule", "ruleConditions? ruleAction:exitAction"),
    Row("postConditionRule", "ruleConditions? ruleAction:postAction"),
    Row("ruleConditions", "ruleCondition+", {"conditionCombination": _ALL_OR_ANY}),
    Row(
        "ruleCondition",
        "",
        {
            "referencedObjective": URI,
            "measureThreshold": _MEASURE,
            "operator": _OPERATOR,
            "condition!": words(
                *_CONDITIONS, "objectiveMeasureGreaterThan", "objectiveMeasureLessThan", "always"
            ),
        },
    ),
    _action("preAction", "skip", "disabled", "hiddenFromChoice", "stopForwardTraversal"),
    _action("exitAction", "exit"),
    _action("postAction", "exitParent", "exitAll", "retry", "retryAll", "continue", "previous"),
)

_ROLLUP: Final = (
    Row(
        "rollupRules",
        "rollupRule*",
        {
            "rollupObjectiveSatisfied": BOOLEAN,
            "rollupProgressCompletion": BOOLEAN,
            "objectiveMeasureWeight": _PART,
        },
    ),
    Row(
        "rollupRule",
        "rollupConditions rollupAction",
        {
            "childActivitySet": words("all", "any", "none", "atLeastCount", "atLeastPercent"),
            "minimumCount": COUNT,
            "minimumPercent": _PART,
        },
    ),
    Row("rollupConditions", "rollupCondition+", {"conditionCombination": _ALL_OR_ANY}),
    Row("rollupCondition", "", {"operator": _OPERATOR, "condition!": words(*_CONDITIONS)}),
    _action("rollupAction", "satisfied", "notSatisfied", "completed", "incomplete"),
)

_OBJECTIVE_ATTRIBUTES: Final[dict[str, Simple]] = {"satisfiedByMeasure": BOOLEAN}
_OBJECTIVES: Final = (
    Row("objectives", "primaryObjective objective*"),
    Row(
        "primaryObjective",
        "minNormalizedMeasure? mapInfo*",
        {"objectiveID": URI, **_OBJECTIVE_ATTRIBUTES},
    ),
    Row(
        "objective",
        "minNormalizedMeasure? mapInfo*",
        {"objectiveID!": URI, **_OBJECTIVE_ATTRIBUTES},
    ),
    Row("minNormalizedMeasure", text=_MEASURE, default="1.0"),
    Row(
        "mapInfo",
        "",
        {
            "targetObjectiveID!": URI,
            "readSatisfiedStatus": BOOLEAN,
            "readNormalizedMeasure": BOOLEAN,
            "writeSatisfiedStatus": BOOLEAN,
            "writeNormalizedMeasure": BOOLEAN,
        },
    ),
)

_ROWS: Final = (
    Row("sequencingCollection", "sequencing+"),
    Row(
        "sequencing",
        "controlMode? sequencingRules? limitConditions? auxiliaryResources? rollupRules?"
        " objectives? randomizationControls? deliveryControls? other*",
        {"ID": ID, "IDRef": IDREF},
    ),
    Row(
        "controlMode",
        "",
        {
            "choice": BOOLEAN,
            "choiceExit": BOOLEAN,
            "flow": BOOLEAN,
            "forwardOnly": BOOLEAN,
            "useCurrentAttemptObjectiveInfo": BOOLEAN,
            "useCurrentAttemptProgressInfo": BOOLEAN,
        },
    ),
    *_RULES,
    Row(
        "limitConditions",
        "",
        {
            "attemptLimit": COUNT,
            "attemptAbsoluteDurationLimit": DURATION,
            "attemptExperiencedDurationLimit": DURATION,
            "activityAbsoluteDurationLimit": DURATION,
            "activityExperiencedDurationLimit": DURATION,
            "beginTimeLimit": DATE_TIME,
            "endTimeLimit": DATE_TIME,
        },
    ),
    Row("auxiliaryResources", "auxiliaryResource*"),
    Row("auxiliaryResource", "", {"auxiliaryResourceID!": URI, "purpose!": ANY_TEXT}),
    *_ROLLUP,
    *_OBJECTIVES,
    Row(
        "randomizationControls",
        "",
        {
            "randomizationTiming": _TIMING,
            "selectCount": COUNT,
            "reorderChildren": BOOLEAN,
            "selectionTiming": _TIMING,
        },
    ),
    Row(
        "deliveryControls",
        "",
        {
            "tracked": BOOLEAN,
            "completionSetByContent": BOOLEAN,
            "objectiveSetByContent": BOOLEAN,
        },
    ),
)

TABLE: Final = Namespace(
    "http://www.imsglobal.org/xsd/imsss",
    "imsss",
    "imsss_v1p0.xsd",
    _ROWS,
    {"sequencing": "sequencing", "sequencingCollection": "sequencingCollection"},
)
