"""Sequencing of SCORM 2004 becomes the model's: every element, its defaults, the collection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cursus.xml import parse
from packager.hrefs import Files
from packager.read.scorm import read_scorm
from packager.sequencing import (
    Choice,
    ControlMode,
    Delivery,
    ObjectiveMap,
    Randomization,
    RollupCondition,
    RollupConsiderations,
    RollupRule,
    RuleCondition,
    Sequencing,
    SequencingObjective,
    SequencingRule,
)
from tests.manifests import manifest_2004, organization, organizations

if TYPE_CHECKING:
    from packager.model import Activity
    from packager.read.course import ReadCourse


def read(manifest: str) -> ReadCourse:
    """Read a manifest beside its one page."""
    return read_scorm(parse(manifest.encode(), limit=1 << 20), Files(["index.html"]), {})


def item(inside: str) -> str:
    return f'<item identifier="I" identifierref="R"><title>T</title>{inside}</item>'


def with_item(inside: str, version: str = "2004 4th Edition", more: str = "") -> str:
    tree = organizations(organization(item(inside)))
    return manifest_2004(tree, version=version, more=more)


def activity(manifest: str) -> Activity:
    course = read(manifest).course
    assert course is not None
    return course.organization.root.children[0]


def sequencing(inside: str, more: str = "") -> Sequencing:
    found = activity(with_item(f"<imsss:sequencing>{inside}</imsss:sequencing>", more=more))
    assert found.sequencing is not None
    return found.sequencing


def rules_of(inside: str, version: str = "2004 4th Edition") -> list[str]:
    return [f.rule for f in read(with_item(inside, version)).findings]


EVERYTHING = """
<imsss:sequencing>
  <imsss:controlMode choice="false" choiceExit="0" flow="1" forwardOnly="true"
    useCurrentAttemptObjectiveInfo="false" useCurrentAttemptProgressInfo="false"/>
  <imsss:sequencingRules>
    <imsss:preConditionRule>
      <imsss:ruleConditions conditionCombination="any">
        <imsss:ruleCondition referencedObjective="OBJ" measureThreshold="0.25" operator="not"
          condition="objectiveMeasureGreaterThan"/>
        <imsss:ruleCondition condition="attempted"/>
      </imsss:ruleConditions>
      <imsss:ruleAction action="skip"/>
    </imsss:preConditionRule>
    <imsss:preConditionRule>
      <imsss:ruleConditions><imsss:ruleCondition condition="always"/></imsss:ruleConditions>
      <imsss:ruleAction action="hiddenFromChoice"/>
    </imsss:preConditionRule>
    <imsss:exitConditionRule>
      <imsss:ruleConditions><imsss:ruleCondition condition="completed"/></imsss:ruleConditions>
      <imsss:ruleAction action="exit"/>
    </imsss:exitConditionRule>
    <imsss:postConditionRule>
      <imsss:ruleConditions><imsss:ruleCondition condition="satisfied"/></imsss:ruleConditions>
      <imsss:ruleAction action="exitAll"/>
    </imsss:postConditionRule>
  </imsss:sequencingRules>
  <imsss:limitConditions attemptLimit="3" attemptAbsoluteDurationLimit="PT1H"
    attemptExperiencedDurationLimit="PT2H" activityAbsoluteDurationLimit="PT3H"
    activityExperiencedDurationLimit="PT4H" beginTimeLimit="2026-01-01T00:00:00"
    endTimeLimit="2027-01-01T00:00:00"/>
  <imsss:rollupRules rollupObjectiveSatisfied="false" rollupProgressCompletion="false"
    objectiveMeasureWeight="0.5">
    <imsss:rollupRule childActivitySet="atLeastPercent" minimumPercent="0.75" minimumCount="2">
      <imsss:rollupConditions conditionCombination="all">
        <imsss:rollupCondition operator="not" condition="satisfied"/>
        <imsss:rollupCondition condition="attemptLimitExceeded"/>
      </imsss:rollupConditions>
      <imsss:rollupAction action="incomplete"/>
    </imsss:rollupRule>
  </imsss:rollupRules>
  <imsss:objectives>
    <imsss:primaryObjective objectiveID="PRIMARY" satisfiedByMeasure="true">
      <imsss:minNormalizedMeasure>-0.5</imsss:minNormalizedMeasure>
      <imsss:mapInfo targetObjectiveID="G1" readSatisfiedStatus="false"
        readNormalizedMeasure="false" writeSatisfiedStatus="true" writeNormalizedMeasure="true"/>
    </imsss:primaryObjective>
    <imsss:objective objectiveID="OBJ"><imsss:mapInfo targetObjectiveID="G2"/></imsss:objective>
  </imsss:objectives>
  <imsss:randomizationControls randomizationTiming="onEachNewAttempt" selectCount="2"
    reorderChildren="true" selectionTiming="once"/>
  <imsss:deliveryControls tracked="false" completionSetByContent="true"
    objectiveSetByContent="true"/>
  <adlseq:constrainedChoiceConsiderations preventActivation="true" constrainChoice="true"/>
  <adlseq:rollupConsiderations requiredForSatisfied="ifAttempted"
    requiredForNotSatisfied="ifNotSkipped" requiredForCompleted="ifNotSuspended"
    requiredForIncomplete="ifAttempted" measureSatisfactionIfActive="false"/>
  <adlseq:objectives>
    <adlseq:objective objectiveID="OBJ">
      <adlseq:mapInfo targetObjectiveID="G2" readRawScore="false" writeRawScore="true"/>
      <adlseq:mapInfo targetObjectiveID="G3" readMinScore="false" readMaxScore="false"
        readRawScore="false" readCompletionStatus="false" writeProgressMeasure="true"/>
    </adlseq:objective>
  </adlseq:objectives>
</imsss:sequencing>
<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.5"
  progressWeight="0.25"/>
<adlcp:data>
  <adlcp:map targetID="D1" readSharedData="false"/>
  <adlcp:map targetID="D2" writeSharedData="false"/>
</adlcp:data>
"""


@pytest.mark.clause("SCORM2004-SN-3.2")
@pytest.mark.clause("SCORM2004-SN-3.3")
@pytest.mark.clause("SCORM2004-SN-3.4")
@pytest.mark.clause("SCORM2004-SN-3.7")
@pytest.mark.clause("SCORM2004-SN-3.8")
@pytest.mark.clause("SCORM2004-SN-3.9")
@pytest.mark.clause("SCORM2004-SN-3.10")
@pytest.mark.clause("SCORM2004-SN-3.11")
@pytest.mark.clause("SCORM2004-SN-3.12")
@pytest.mark.clause("SCORM2004-SN-3.13")
def test_all_of_sequencing_is_read() -> None:
    found = activity(with_item(EVERYTHING))
    primary = SequencingObjective(
        "PRIMARY",
        satisfied_by_measure=True,
        min_normalized_measure=-0.5,
        maps=(ObjectiveMap("G1", write_satisfied_status=True, write_normalized_measure=True),),
    )
    other = SequencingObjective(
        "OBJ",
        maps=(
            ObjectiveMap(
                "G2",
                read_satisfied_status=True,
                read_normalized_measure=True,
                read_min_score=True,
                read_max_score=True,
                read_completion_status=True,
                read_progress_measure=True,
                write_raw_score=True,
            ),
            ObjectiveMap("G3", read_progress_measure=True, write_progress_measure=True),
        ),
    )
    assert found.sequencing == Sequencing(
        control_mode=ControlMode(
            choice=False,
            choice_exit=False,
            flow=True,
            forward_only=True,
            use_current_attempt_objective_info=False,
            use_current_attempt_progress_info=False,
        ),
        pre_conditions=(
            SequencingRule(
                "skip",
                (
                    RuleCondition("objectiveMeasureGreaterThan", "not", "OBJ", 0.25),
                    RuleCondition("attempted"),
                ),
                "any",
            ),
            SequencingRule("hiddenFromChoice", (RuleCondition("always"),)),
        ),
        exit_conditions=(SequencingRule("exit", (RuleCondition("completed"),)),),
        post_conditions=(SequencingRule("exitAll", (RuleCondition("satisfied"),)),),
        rollup_rules=(
            RollupRule(
                "incomplete",
                (RollupCondition("satisfied", "not"), RollupCondition("attemptLimitExceeded")),
                "all",
                "atLeastPercent",
                2,
                0.75,
            ),
        ),
        rollup_objective_satisfied=False,
        rollup_progress_completion=False,
        objective_measure_weight=0.5,
        rollup_considerations=RollupConsiderations(
            "ifAttempted",
            "ifNotSkipped",
            "ifNotSuspended",
            "ifAttempted",
            measure_satisfaction_if_active=False,
        ),
        primary_objective=primary,
        objectives=(other,),
        randomization=Randomization(
            "onEachNewAttempt", 2, reorder_children=True, selection_timing="once"
        ),
        delivery=Delivery(
            tracked=False, completion_set_by_content=True, objective_set_by_content=True
        ),
        choice=Choice(prevent_activation=True, constrain_choice=True),
    )


@pytest.mark.clause("SCORM2004-SN-3.5")
def test_what_stands_beside_sequencing_is_read() -> None:
    found = activity(with_item(EVERYTHING))
    limits = found.limits
    assert (limits.attempt_limit, limits.max_time_allowed) == (3, "PT1H")
    assert limits.attempt_experienced_duration == "PT2H"
    assert limits.activity_absolute_duration == "PT3H"
    assert limits.activity_experienced_duration == "PT4H"
    assert (limits.begin_time, limits.end_time) == ("2026-01-01T00:00:00", "2027-01-01T00:00:00")
    assert (found.scaled_passing_score, found.objectives) == (-0.5, ("PRIMARY", "OBJ"))
    assert (found.completion_threshold, found.progress_weight) == (0.5, 0.25)
    assert [(d.target, d.read, d.write) for d in found.data] == [
        ("D1", False, True),
        ("D2", True, False),
    ]


@pytest.mark.clause("SCORM2004-SN-3")
def test_what_is_not_said_has_the_defaults_of_the_standard() -> None:
    empty = "".join(
        f"<imsss:{name}/>"
        for name in (
            "controlMode",
            "sequencingRules",
            "limitConditions",
            "rollupRules",
            "objectives",
            "randomizationControls",
            "deliveryControls",
        )
    )
    assert sequencing(empty) == Sequencing()
    assert activity(with_item("")).sequencing is None
    rule = sequencing(
        "<imsss:rollupRules><imsss:rollupRule><imsss:rollupConditions>"
        '<imsss:rollupCondition condition="completed"/></imsss:rollupConditions>'
        '<imsss:rollupAction action="completed"/></imsss:rollupRule></imsss:rollupRules>'
    ).rollup_rules
    assert rule == (RollupRule("completed", (RollupCondition("completed", "noOp"),), "any", "all"),)
    mapped = sequencing(
        '<imsss:objectives><imsss:primaryObjective objectiveID="P">'
        '<imsss:mapInfo targetObjectiveID="G"/></imsss:primaryObjective></imsss:objectives>'
    ).primary_objective
    assert mapped == SequencingObjective(
        "P",
        satisfied_by_measure=False,
        min_normalized_measure=1.0,
        maps=(ObjectiveMap("G", read_satisfied_status=True, read_normalized_measure=True),),
    )


SHARED = (
    '<imsss:sequencingCollection><imsss:sequencing ID="S"><imsss:controlMode flow="true"/>'
    '<imsss:rollupRules objectiveMeasureWeight="0.5"/>'
    '<imsss:objectives><imsss:primaryObjective objectiveID="P"/></imsss:objectives>'
    '<imsss:deliveryControls tracked="false"/></imsss:sequencing></imsss:sequencingCollection>'
)
MERGED: list[tuple[str, dict[str, Any]]] = [
    ("", {"flow": True, "weight": 0.5, "primary": "P", "tracked": False}),
    (
        '<imsss:controlMode choice="false"/>',
        {"flow": False, "weight": 0.5, "primary": "P", "tracked": False},
    ),
    (
        (
            '<imsss:objectives><imsss:primaryObjective objectiveID="Q"/></imsss:objectives>'
            "<imsss:deliveryControls/><imsss:rollupRules/>"
        ),
        {"flow": True, "weight": 1.0, "primary": "Q", "tracked": True},
    ),
]


@pytest.mark.clause("SCORM2004-CAM-5.1-SEQUENCING")
@pytest.mark.parametrize(("own", "expected"), MERGED)
def test_an_element_of_the_item_replaces_the_same_one_of_the_collection(
    own: str, expected: dict[str, Any]
) -> None:
    inside = f'<imsss:sequencing IDRef="S">{own}</imsss:sequencing>'
    found = activity(with_item(inside, more=SHARED)).sequencing
    assert found is not None
    assert found.primary_objective is not None
    assert {
        "flow": found.control_mode.flow,
        "weight": found.objective_measure_weight,
        "primary": found.primary_objective.identifier,
        "tracked": found.delivery.tracked,
    } == expected


def test_maps_of_adlseq_do_not_hide_the_objectives_of_imsss() -> None:
    """Both are called `objectives`; whichever stands first, both are read."""
    extension = (
        '<adlseq:objectives><adlseq:objective objectiveID="P"><adlseq:mapInfo'
        ' targetObjectiveID="G" readRawScore="false" writeRawScore="true"/></adlseq:objective>'
        "</adlseq:objectives>"
    )
    own = '<imsss:objectives><imsss:primaryObjective objectiveID="P"/></imsss:objectives>'
    assert sequencing(extension + own) == sequencing(own + extension)
    primary = sequencing(extension + own).primary_objective
    assert primary is not None
    assert [m.write_raw_score for m in primary.maps] == [True]


@pytest.mark.clause("SCORM2004-SN-3.10")
def test_ids_of_objectives_are_compared_as_uris() -> None:
    """ADL's case OB-02a: white space and percent-encoding do not tell ids apart."""
    found = sequencing(
        "<imsss:sequencingRules><imsss:preConditionRule><imsss:ruleConditions>"
        '<imsss:ruleCondition condition="satisfied" referencedObjective="  %20obj%20%201%20  "/>'
        '</imsss:ruleConditions><imsss:ruleAction action="skip"/></imsss:preConditionRule>'
        "</imsss:sequencingRules><imsss:objectives><imsss:primaryObjective/>"
        '<imsss:objective objectiveID=" obj%201 "/></imsss:objectives>'
    )
    assert found.objectives[0].identifier == "obj%201"
    assert found.pre_conditions[0].conditions[0].referenced_objective == "obj%201"


TOKENS = [
    ('<imsss:controlMode flow="TRUE"/>', ("control_mode", "flow"), True),
    ('<imsss:controlMode choice="yes"/>', ("control_mode", "choice"), True),
    ('<imsss:deliveryControls tracked=""/>', ("delivery", "tracked"), True),
    (
        '<imsss:randomizationControls selectionTiming="ONCE"/>',
        ("randomization", "selection_timing"),
        "once",
    ),
    (
        '<imsss:randomizationControls randomizationTiming="weekly"/>',
        ("randomization", "randomization_timing"),
        "never",
    ),
    (
        '<adlseq:rollupConsiderations requiredForCompleted="sometimes"/>',
        ("rollup_considerations", "required_for_completed"),
        "always",
    ),
]


@pytest.mark.clause("SCORM2004-CAM-5-VOCABULARY")
@pytest.mark.parametrize(("written", "place", "used"), TOKENS)
def test_a_value_that_is_none_of_its_vocabulary_is_told_and_replaced(
    written: str, place: tuple[str, str], used: object
) -> None:
    assert getattr(getattr(sequencing(written), place[0]), place[1]) == used
    inside = f"<imsss:sequencing>{written}</imsss:sequencing>"
    (finding,) = [f for f in read(with_item(inside)).findings if f.rule == "scorm.value-unknown"]
    assert str(used).lower() in finding.text.en.lower()
    assert finding.element is not None
    assert "/sequencing[1]/" in finding.element
    assert "/@" in finding.element


MEASURES = [
    ('<imsss:rollupRules objectiveMeasureWeight="{}"/>', ["0", "1", "0.5", "+.5"], ["-0.1", "1.1"]),
    (
        (
            "<imsss:objectives><imsss:primaryObjective satisfiedByMeasure='true'>"
            "<imsss:minNormalizedMeasure>{}</imsss:minNormalizedMeasure></imsss:primaryObjective>"
            "</imsss:objectives>"
        ),
        ["-1", "1", "0"],
        ["-1.01", "2", "NaN", "1e0", "0,5"],
    ),
]


@pytest.mark.clause("SCORM2004-CAM-5.1-OBJECTIVES")
@pytest.mark.parametrize(("written", "right", "wrong"), MEASURES)
def test_a_measure_is_a_decimal_number_in_its_range(
    written: str, right: list[str], wrong: list[str]
) -> None:
    for value in right:
        inside = f"<imsss:sequencing>{written.format(value)}</imsss:sequencing>"
        assert rules_of(inside) == []
    for value in wrong:
        inside = f"<imsss:sequencing>{written.format(value)}</imsss:sequencing>"
        assert rules_of(inside) == ["scorm2004.measure-range"]


THRESHOLDS = [
    ("<adlcp:completionThreshold>0.4</adlcp:completionThreshold>", "2004 3rd Edition", 0.4, []),
    (
        "<adlcp:completionThreshold>0.4</adlcp:completionThreshold>",
        "2004 4th Edition",
        0.4,
        ["scorm2004.completion-threshold-text"],
    ),
    ('<adlcp:completionThreshold completedByMeasure="true"/>', "2004 4th Edition", 1.0, []),
    (
        '<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.3"/>',
        "2004 3rd Edition",
        0.3,
        ["scorm2004.fourth-edition-only"],
    ),
    ("<adlcp:completionThreshold/>", "2004 4th Edition", None, []),
]


@pytest.mark.clause("SCORM2004-CAM-3.4.1-COMPLETIONTHRESHOLD")
@pytest.mark.parametrize(("written", "version", "threshold", "rules"), THRESHOLDS)
def test_a_completion_threshold_is_written_by_edition(
    written: str, version: str, threshold: float | None, rules: list[str]
) -> None:
    assert activity(with_item(written, version)).completion_threshold == threshold
    assert rules_of(written, version) == rules


HIDDEN = [
    ("CAM 1.3", "abandon", []),
    ("CAM 1.3", "suspendAll", ["scorm2004.hide-ui-edition"]),
    ("2004 3rd Edition", "suspendAll", []),
    ("2004 3rd Edition", "abandonAll", []),
    ("2004 4th Edition", "exitAll", []),
    ("2004 4th Edition", "Exit", ["scorm2004.hide-ui"]),
]


@pytest.mark.clause("SCORM2004-CAM-5.2-HIDELMSUI")
@pytest.mark.parametrize(("version", "control", "rules"), HIDDEN)
def test_controls_are_hidden_by_the_words_of_the_edition(
    version: str, control: str, rules: list[str]
) -> None:
    written = (
        "<adlnav:presentation><adlnav:navigationInterface>"
        f"<adlnav:hideLMSUI>{control}</adlnav:hideLMSUI>"
        "</adlnav:navigationInterface></adlnav:presentation>"
    )
    assert rules_of(written, version) == rules
    hidden = activity(with_item(written, version)).hide_ui
    assert hidden == (() if rules == ["scorm2004.hide-ui"] else (control,))


@pytest.mark.clause("SCORM2004-CAM-3.4.1-DATA")
def test_a_store_of_shared_data_is_mapped_once_by_its_id() -> None:
    written = (
        '<adlcp:data><adlcp:map targetID=" D "/><adlcp:map targetID="D" readSharedData="false"/>'
        "<adlcp:map/></adlcp:data>"
    )
    found = activity(with_item(written)).data
    assert [(d.target, d.read) for d in found] == [("D", True)]
    assert {"scorm2004.data-map-twice", "scorm2004.data-map-nameless"} <= set(rules_of(written))


FLAGS = [
    ("", (True, True)),
    ('adlseq:objectivesGlobalToSystem="false"', (False, True)),
    ('adlcp:sharedDataGlobalToSystem="false"', (True, False)),
    ('adlseq:objectivesGlobalToSystem="1" adlcp:sharedDataGlobalToSystem="0"', (True, False)),
]


@pytest.mark.parametrize(("attributes", "expected"), FLAGS)
def test_an_organization_says_how_long_global_values_live(
    attributes: str, expected: tuple[bool, bool]
) -> None:
    manifest = manifest_2004().replace("<organization ", f"<organization {attributes} ")
    course = read(manifest).course
    assert course is not None
    found = course.organization
    assert (found.objectives_global, found.shared_data_global) == expected
    assert found.structure is None


@pytest.mark.parametrize(
    ("written", "structure"), [("hierarchical", None), ("", None), ("flat", "flat")]
)
def test_a_structure_that_is_no_hierarchy_is_kept(written: str, structure: str | None) -> None:
    manifest = manifest_2004().replace("<organization ", f'<organization structure="{written}" ')
    course = read(manifest).course
    assert course is not None
    assert course.organization.structure == structure


def test_what_a_rule_cannot_mean_is_left_out_as_a_whole() -> None:
    found = sequencing(
        "<imsss:sequencingRules><imsss:preConditionRule><imsss:ruleConditions>"
        '<imsss:ruleCondition condition="completed"/><imsss:ruleCondition condition="sunny"/>'
        '</imsss:ruleConditions><imsss:ruleAction action="skip"/></imsss:preConditionRule>'
        "</imsss:sequencingRules>"
    )
    assert found.pre_conditions == ()
