"""References of sequencing and prerequisites: what is told, and what is right as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cursus.xml import parse
from packager.hrefs import Files
from packager.read.scorm import read_scorm
from tests.manifests import manifest_12, manifest_2004, organization, organizations
from tests.spec.packages.samples_scorm import extended, objective, objectives, rollup, rule

if TYPE_CHECKING:
    from packager.findings import Finding

_TREE_NOTES = {"scorm.several-scos"}


def findings(manifest: str) -> list[Finding]:
    read = read_scorm(parse(manifest.encode(), limit=1 << 20), Files(["index.html"]), {})
    return [finding for finding in read.findings if finding.rule not in _TREE_NOTES]


def page(name: str, inside: str = "") -> str:
    """An item that starts something."""
    return _item(name, ' identifierref="R"', "", inside)


def part(name: str, items: str, inside: str = "") -> str:
    """An item that holds items."""
    return _item(name, "", items, inside)


def _item(name: str, attributes: str, items: str, inside: str) -> str:
    sequencing = f"<imsss:sequencing>{inside}</imsss:sequencing>" if inside else ""
    return f'<item identifier="{name}"{attributes}><title>T</title>{items}{sequencing}</item>'


def course(items: str, inside: str = "", version: str = "2004 4th Edition") -> str:
    """A course of SCORM 2004 with sequencing of its own."""
    more = f"<imsss:sequencing>{inside}</imsss:sequencing>" if inside else ""
    return manifest_2004(organizations(organization(items, more=more)), version=version)


PRIMARY = objective("P", element="primaryObjective")
READS = 'readSatisfiedStatus="{}" readNormalizedMeasure="{}"'
WRITES = 'readSatisfiedStatus="false" readNormalizedMeasure="false" writeSatisfiedStatus="true"'
FLOW = '<imsss:controlMode flow="true"/>'
SKIP = rule("preConditionRule", 'condition="satisfied" referencedObjective="{}"', "skip")


def control(**modes: str) -> str:
    written = " ".join(f'{name}="{value}"' for name, value in modes.items())
    return f"<imsss:controlMode {written}/>"


def post(action: str) -> str:
    return rule("postConditionRule", 'condition="always"', action)


OBJECTIVES = {
    "a rule asks about an objective of its item": (SKIP.format("P") + objectives(PRIMARY), []),
    "a rule asks about the primary objective by no name": (
        rule("preConditionRule", 'condition="satisfied"', "skip"),
        [],
    ),
    "a rule asks about a global objective": (
        SKIP.format("G") + objectives(PRIMARY + objective("Q", 'targetObjectiveID="G"')),
        ["scorm2004.rule-objective-unknown"],
    ),
    "an exit rule asks about nothing that is there": (
        rule("exitConditionRule", 'condition="completed" referencedObjective="X"', "exit"),
        ["scorm2004.rule-objective-unknown"],
    ),
    "two objectives of one id": (
        objectives(PRIMARY + objective("A") + objective("A")),
        ["scorm2004.objective-twice"],
    ),
    "a nameless primary objective without maps": (
        objectives(objective("", element="primaryObjective")),
        [],
    ),
    "a nameless primary objective with a map": (
        objectives(objective("", 'targetObjectiveID="G"', element="primaryObjective")),
        ["scorm2004.objective-nameless"],
    ),
    "reads from one, writes to another": (
        objectives(
            objective(
                "P",
                'targetObjectiveID="G"',
                f'targetObjectiveID="H" {WRITES}',
                element="primaryObjective",
            )
        ),
        [],
    ),
    "reads its status from one and its measure from another": (
        objectives(
            objective(
                "P",
                'targetObjectiveID="G" ' + READS.format("true", "false"),
                'targetObjectiveID="H" ' + READS.format("false", "true"),
                element="primaryObjective",
            )
        ),
        [],
    ),
    "reads its status from two": (
        objectives(
            objective(
                "P",
                'targetObjectiveID="G" ' + READS.format("true", "false"),
                'targetObjectiveID="H" ' + READS.format("true", "false"),
                element="primaryObjective",
            )
        ),
        ["scorm2004.map-reads-several"],
    ),
    "reads twice from the same": (
        objectives(
            objective(
                "P", 'targetObjectiveID="G"', 'targetObjectiveID="G"', element="primaryObjective"
            )
        ),
        [],
    ),
    "two read from the same": (
        objectives(
            objective("P", 'targetObjectiveID="G"', element="primaryObjective")
            + objective("Q", 'targetObjectiveID="G"')
        ),
        [],
    ),
    "two write to the same": (
        objectives(
            objective("P", f'targetObjectiveID="G" {WRITES}', element="primaryObjective")
            + objective("Q", f'targetObjectiveID="G" {WRITES}')
        ),
        ["scorm2004.map-writes-twice"],
    ),
    "three write to the same": (
        objectives(
            objective("P", f'targetObjectiveID="G" {WRITES}', element="primaryObjective")
            + objective("Q", f'targetObjectiveID="G" {WRITES}')
            + objective("R", f'targetObjectiveID="G" {WRITES}')
        ),
        ["scorm2004.map-writes-twice"],
    ),
    "one writes to two": (
        objectives(
            objective(
                "P",
                f'targetObjectiveID="G" {WRITES}',
                f'targetObjectiveID="H" {WRITES}',
                element="primaryObjective",
            )
        ),
        [],
    ),
    "adlseq extends an objective": (objectives(PRIMARY) + extended("P"), []),
    "adlseq extends nothing": (
        objectives(PRIMARY) + extended("Q"),
        ["scorm2004.extended-objective-unknown"],
    ),
    "rules of what is not tracked": (
        rule("preConditionRule", 'condition="completed"', "skip")
        + '<imsss:deliveryControls tracked="false"/>',
        ["scorm2004.no-effect"],
    ),
    "a rule of what is not tracked that always holds": (
        rule("preConditionRule", 'condition="always"', "skip")
        + '<imsss:deliveryControls tracked="false"/>',
        [],
    ),
    "a minimum that nobody asks for": (
        objectives(
            '<imsss:primaryObjective objectiveID="P"><imsss:minNormalizedMeasure>0.5'
            "</imsss:minNormalizedMeasure></imsss:primaryObjective>"
        ),
        ["scorm2004.no-effect"],
    ),
}


@pytest.mark.clause("SCORM2004-SN-3.4")
@pytest.mark.clause("SCORM2004-SN-3.10")
@pytest.mark.clause("SCORM2004-SN-3.10.3")
@pytest.mark.parametrize("case", OBJECTIVES)
def test_objectives_of_an_activity(case: str) -> None:
    inside, rules = OBJECTIVES[case]
    assert [f.rule for f in findings(course(page("A", inside)))] == rules


TWO = page("A") + page("B")
CLUSTERS = {
    "flow": (course(TWO, control(flow="true", choice="false")), []),
    "choice": (course(TWO, control(flow="false", choice="true")), []),
    "neither at the top": (
        course(TWO, control(choice="false")),
        ["scorm2004.course-unreachable"],
    ),
    "neither at the top, choice below": (
        course(part("C", TWO), control(choice="false")),
        [],
    ),
    "neither in a part": (
        course(page("Z") + part("C", TWO, control(choice="false"))),
        ["scorm2004.children-unreachable"],
    ),
    "at least two of two": (
        course(TWO, rollup('childActivitySet="atLeastCount" minimumCount="2"')),
        [],
    ),
    "at least three of two": (
        course(TWO, rollup('childActivitySet="atLeastCount" minimumCount="3"')),
        ["scorm2004.minimum-unreachable"],
    ),
    "at least none": (
        course(TWO, rollup('childActivitySet="atLeastPercent"')),
        ["scorm2004.minimum-absent"],
    ),
    "a count beside all": (
        course(TWO, rollup('childActivitySet="all" minimumCount="1"')),
        ["scorm2004.no-effect"],
    ),
    "a count of 0 beside all, as tools write it": (
        course(TWO, rollup('childActivitySet="all" minimumCount="0" minimumPercent="0.0000"')),
        [],
    ),
    "rollup of a page": (course(page("A", rollup(""))), ["scorm2004.no-effect"]),
    "what a page itself contributes": (
        course(page("A", '<imsss:rollupRules objectiveMeasureWeight="0"/>')),
        [],
    ),
    "two of two are selected": (
        course(TWO, '<imsss:randomizationControls selectCount="2" selectionTiming="once"/>'),
        [],
    ),
    "three of two are selected": (
        course(TWO, '<imsss:randomizationControls selectCount="3" selectionTiming="once"/>'),
        ["scorm2004.select-count"],
    ),
    "selection that never happens": (
        course(TWO, '<imsss:randomizationControls selectCount="1"/>'),
        ["scorm2004.no-effect"],
    ),
    "order that is never changed": (
        course(TWO, '<imsss:randomizationControls reorderChildren="true"/>'),
        ["scorm2004.no-effect"],
    ),
    "selection below a page": (
        course(page("A", '<imsss:randomizationControls selectCount="1" selectionTiming="once"/>')),
        ["scorm2004.no-effect"],
    ),
}


@pytest.mark.clause("SCORM2004-SN-3.2")
@pytest.mark.clause("SCORM2004-SN-3.7")
@pytest.mark.clause("SCORM2004-SN-3.11")
@pytest.mark.parametrize("case", CLUSTERS)
def test_what_holds_for_the_activities_below(case: str) -> None:
    manifest, rules = CLUSTERS[case]
    assert [f.rule for f in findings(manifest)] == rules


POSTS = {
    "retry of a page": (course(page("A", post("retry"))), []),
    "a page goes on where there is flow": (course(page("A", post("continue")), FLOW), []),
    "a page goes on where there is none": (
        course(page("A", post("continue"))),
        ["scorm2004.no-effect"],
    ),
    "a page ends its part, whose rule is asked then": (
        course(part("C", page("A", post("exitParent")), post("retry"))),
        [],
    ),
    "an exit rule ends the part, whose rule is asked then": (
        course(
            part(
                "C",
                page("A"),
                (
                    rule("exitConditionRule", 'condition="satisfied"', "exit") + post("retry")
                ).replace("</imsss:sequencingRules><imsss:sequencingRules>", ""),
            )
        ),
        [],
    ),
    "nothing ends the part": (
        course(part("C", page("A"), post("retry"))),
        ["scorm2004.no-effect"],
    ),
    "nothing is above the course": (
        course(page("A", post("exitParent")), post("exitParent")),
        ["scorm2004.no-effect"],
    ),
}


@pytest.mark.clause("SCORM2004-SN-TB.2.3")
@pytest.mark.parametrize("case", POSTS)
def test_post_condition_rules_where_they_are_asked(case: str) -> None:
    manifest, rules = POSTS[case]
    found = findings(manifest)
    assert [f.rule for f in found] == rules
    assert {f.severity for f in found} <= {"info"}


@pytest.mark.parametrize(
    ("version", "rules"),
    [
        ("CAM 1.3", ["scorm2004.fourth-edition-only"] * 3),
        ("2004 3rd Edition", ["scorm2004.fourth-edition-only"] * 3),
        ("2004 4th Edition", []),
    ],
)
def test_what_the_fourth_edition_brought_is_told_in_earlier_ones(
    version: str, rules: list[str]
) -> None:
    """Also by the tables of the structure, and still each but once."""
    item = page("A", objectives(PRIMARY) + extended("P")).replace(
        "</title>",
        '</title><adlcp:data><adlcp:map targetID="D"/></adlcp:data>',
    )
    manifest = course(item, version=version).replace(
        "<organization ", '<organization adlcp:sharedDataGlobalToSystem="false" '
    )
    found = [f.rule for f in findings(manifest) if not f.rule.startswith("structure.")]
    assert found == rules
    if version == "2004 3rd Edition":
        assert {f.rule for f in findings(manifest)} == {"scorm2004.fourth-edition-only"}


def test_a_fault_of_the_collection_is_told_once() -> None:
    shared = (
        '<imsss:sequencingCollection><imsss:sequencing ID="S">'
        + SKIP.format("X")
        + '<imsss:limitConditions attemptLimit="many"/>'
        "</imsss:sequencing></imsss:sequencingCollection>"
    )
    items = "".join(
        f'<item identifier="I{n}" identifierref="R"><title>T</title>'
        '<imsss:sequencing IDRef="S"/></item>'
        for n in range(5)
    )
    manifest = manifest_2004(organizations(organization(items)), more=shared)
    assert [f.rule for f in findings(manifest)] == [
        "scorm2004.count-wrong",
        "scorm2004.rule-objective-unknown",
    ]


PREREQUISITES = [
    ("A", []),
    ("A&~B", []),
    ('A="passed"|B', []),
    ("2*{A, B, C}", []),
    ("X", ["scorm12.prerequisites-unknown"]),
    ("A&X&Y", ["scorm12.prerequisites-unknown"]),
    ("A&", ["scorm12.prerequisites-syntax"]),
    ("(A", ["scorm12.prerequisites-syntax"]),
]


@pytest.mark.clause("SCORM12-CAM-2.3-PREREQUISITES")
@pytest.mark.parametrize(("script", "rules"), PREREQUISITES)
def test_prerequisites_name_items_by_logic(script: str, rules: list[str]) -> None:
    written = script.replace("&", "&amp;")
    items = (
        page("A")
        + page("B")
        + page("C").replace(
            "</title>",
            f'</title><adlcp:prerequisites type="aicc_script">{written}</adlcp:prerequisites>',
        )
    )
    assert [f.rule for f in findings(manifest_12(organizations(organization(items))))] == rules
