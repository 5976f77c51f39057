"""What a SCORM manifest says becomes the course model, and what is wrong with it a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from packager.model import Activity, Course, from_json, to_json
from packager.sequencing import ControlMode, Sequencing, SequencingObjective
from tests.manifests import (
    ITEM,
    RESOURCE_12,
    RESOURCE_2004,
    manifest_12,
    manifest_2004,
    organization,
    organizations,
    package,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from packager.findings import Finding
    from tests.spec.packages.conftest import Look

PAGES = {"index.html": b"1", "a/b c.html": b"2", "урок.html": b"3"}


def course_of(look: Look, manifest: str, files: Mapping[str, bytes] | None = None) -> Course:
    inspection = look(package(manifest, files))
    assert inspection.course is not None, [f.rule for f in inspection.report.findings]
    assert from_json(to_json(inspection.course)) == inspection.course
    return inspection.course


def rules_of(look: Look, manifest: str, files: Mapping[str, bytes] | None = None) -> list[str]:
    return [finding.rule for finding in look(package(manifest, files)).report.findings]


def findings_of(look: Look, manifest: str, rule: str) -> list[Finding]:
    findings = look(package(manifest)).report.findings
    return [finding for finding in findings if finding.rule == rule]


def items(content: str) -> str:
    return organizations(organization(content))


def item(inside: str = "", identifier: str = "I", attributes: str = 'identifierref="R"') -> str:
    return f'<item identifier="{identifier}" {attributes}><title>T</title>{inside}</item>'


def only_activity(course: Course) -> Activity:
    (activity,) = course.organization.root.children
    return activity


def resource(href: str, identifier: str = "R", more: str = "") -> str:
    return (
        f'<resource identifier="{identifier}" type="webcontent" adlcp:scormtype="sco"'
        f' href="{href}">{more}</resource>'
    )


@pytest.mark.clause("SCORM12-CAM-2.3-ITEM")
def test_a_course_of_scorm_12_is_read_with_its_tree_and_resources(look: Look) -> None:
    tree = items(
        '<item identifier="P"><title>Часть\n   1</title>'
        + item(identifier="I1")
        + item(identifier="I2", attributes='identifierref="A" isvisible="false"')
        + "</item>"
    )
    asset = RESOURCE_12.replace('"R"', '"A"').replace('"sco"', '"asset"')
    course = course_of(look, manifest_12(tree, RESOURCE_12 + asset))
    assert (course.standard, course.edition, course.version_text) == ("scorm12", None, "1.2")
    assert (course.title, course.identifier) == ("Course", "M")
    assert course.organization.identifier == "O"
    walked = [(a.identifier, a.title, a.kind, a.href) for a in course.organization.root.walk()]
    assert walked == [
        ("O", "Course", "cluster", None),
        ("P", "Часть 1", "cluster", None),
        ("I1", "T", "sco", "index.html"),
        ("I2", "T", "asset", "index.html"),
    ]
    assert [a.visible for a in course.organization.root.walk()] == [True, True, True, False]
    assert course.resources[0].files == ("index.html",)


def test_what_bounds_and_judges_an_item_of_scorm_12_is_read(look: Look) -> None:
    inside = (
        "<adlcp:prerequisites type='aicc_script'>I0&amp;P1</adlcp:prerequisites>"
        "<adlcp:maxtimeallowed>0000:30:00</adlcp:maxtimeallowed>"
        "<adlcp:timelimitaction>exit,no message</adlcp:timelimitaction>"
        "<adlcp:datafromlms> a  b\nc </adlcp:datafromlms>"
        "<adlcp:masteryscore>80.5</adlcp:masteryscore>"
    )
    activity = only_activity(course_of(look, manifest_12(items(item(inside)))))
    assert activity.prerequisites == "I0&P1"
    assert activity.limits.max_time_allowed == "0000:30:00"
    assert activity.limits.time_limit_action == "exit,no message"
    assert activity.launch_data == "a  b\nc"
    assert activity.mastery_score == 80.5


MASTERY = {
    "0": (0.0, []),
    "100": (100.0, []),
    "80%": (80.0, ["scorm12.mastery-score-written"]),
    "72,5": (72.5, ["scorm12.mastery-score-written"]),
    "101": (None, ["scorm12.mastery-score-wrong"]),
    "-1": (None, ["scorm12.mastery-score-wrong"]),
    "high": (None, ["scorm12.mastery-score-wrong"]),
    "nan": (None, ["scorm12.mastery-score-wrong"]),
    "1e2": (None, ["scorm12.mastery-score-wrong"]),
    "": (None, []),
}


@pytest.mark.clause("SCORM12-CAM-2.3-MASTERYSCORE")
@pytest.mark.parametrize("text", MASTERY)
def test_a_mastery_score_is_a_number_from_0_to_100(text: str, look: Look) -> None:
    score, rules = MASTERY[text]
    manifest = manifest_12(items(item(f"<adlcp:masteryscore>{text}</adlcp:masteryscore>")))
    assert only_activity(course_of(look, manifest)).mastery_score == score
    assert rules_of(look, manifest) == rules


SEQUENCED = """
<imsss:sequencing>
  <imsss:controlMode choice="false" flow="true" forwardOnly="nonsense"/>
  <imsss:limitConditions attemptLimit="2" attemptAbsoluteDurationLimit="PT30M"/>
  <imsss:objectives>
    <imsss:primaryObjective objectiveID="PRIMARY" satisfiedByMeasure="true">
      <imsss:minNormalizedMeasure>0.6</imsss:minNormalizedMeasure>
    </imsss:primaryObjective>
    <imsss:objective objectiveID="obj-1"/><imsss:objective objectiveID="obj-2"/>
  </imsss:objectives>
</imsss:sequencing>
<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.75"/>
<adlcp:timeLimitAction>continue,message</adlcp:timeLimitAction>
<adlcp:dataFromLMS>data</adlcp:dataFromLMS>
<adlnav:presentation><adlnav:navigationInterface>
  <adlnav:hideLMSUI>previous</adlnav:hideLMSUI><adlnav:hideLMSUI>exitAll</adlnav:hideLMSUI>
</adlnav:navigationInterface></adlnav:presentation>
"""


def test_what_bounds_and_judges_an_item_of_scorm_2004_is_read(look: Look) -> None:
    activity = only_activity(course_of(look, manifest_2004(items(item(SEQUENCED)))))
    assert activity.scaled_passing_score == 0.6
    assert activity.objectives == ("PRIMARY", "obj-1", "obj-2")
    assert activity.completion_threshold == 0.75
    assert activity.limits.max_time_allowed == "PT30M"
    assert activity.limits.time_limit_action == "continue,message"
    assert activity.limits.attempt_limit == 2
    assert activity.launch_data == "data"
    assert activity.hide_ui == ("previous", "exitAll")
    assert activity.sequencing is not None
    assert activity.sequencing.control_mode == ControlMode(choice=False, flow=True)


THRESHOLDS = {
    "<adlcp:completionThreshold>0.4</adlcp:completionThreshold>": 0.4,
    '<adlcp:completionThreshold completedByMeasure="true"/>': 1.0,
    '<adlcp:completionThreshold minProgressMeasure="0.3"/>': None,
    '<adlcp:completionThreshold completedByMeasure="false" minProgressMeasure="0.3"/>': None,
    "": None,
}


@pytest.mark.clause("SCORM2004-CAM-3.4.1-COMPLETIONTHRESHOLD")
@pytest.mark.parametrize("written", THRESHOLDS)
def test_a_completion_threshold_is_text_or_attributes(written: str, look: Look) -> None:
    activity = only_activity(course_of(look, manifest_2004(items(item(written)))))
    assert activity.completion_threshold == THRESHOLDS[written]


PASSING = {
    '<imsss:primaryObjective satisfiedByMeasure="true"/>': 1.0,
    '<imsss:primaryObjective satisfiedByMeasure="false"><imsss:minNormalizedMeasure>0.5'
    "</imsss:minNormalizedMeasure></imsss:primaryObjective>": None,
    '<imsss:primaryObjective satisfiedByMeasure="1"><imsss:minNormalizedMeasure>-0.5'
    "</imsss:minNormalizedMeasure></imsss:primaryObjective>": -0.5,
    '<imsss:objective objectiveID="x" satisfiedByMeasure="true"/>': None,
}


@pytest.mark.clause("SCORM2004-CAM-5.1-OBJECTIVES")
@pytest.mark.parametrize("written", PASSING)
def test_the_passing_score_is_the_primary_objectives_when_it_is_measured(
    written: str, look: Look
) -> None:
    sequencing = (
        f"<imsss:sequencing><imsss:objectives>{written}</imsss:objectives></imsss:sequencing>"
    )
    activity = only_activity(course_of(look, manifest_2004(items(item(sequencing)))))
    assert activity.scaled_passing_score == PASSING[written]


@pytest.mark.clause("SCORM2004-CAM-5.1-SEQUENCING")
def test_sequencing_of_the_collection_stands_where_the_item_says_nothing_else(look: Look) -> None:
    collection = (
        '<imsss:sequencingCollection><imsss:sequencing ID="S">'
        '<imsss:controlMode flow="true"/><imsss:limitConditions attemptLimit="5"/>'
        '<imsss:objectives><imsss:primaryObjective objectiveID="P" satisfiedByMeasure="true"/>'
        "</imsss:objectives></imsss:sequencing></imsss:sequencingCollection>"
    )
    own = '<imsss:sequencing IDRef="S"><imsss:controlMode flow="false"/></imsss:sequencing>'
    activity = only_activity(course_of(look, manifest_2004(items(item(own)), more=collection)))
    assert activity.sequencing == Sequencing(
        control_mode=ControlMode(flow=False),
        primary_objective=SequencingObjective(identifier="P", satisfied_by_measure=True),
    )
    assert activity.limits.attempt_limit == 5
    assert (activity.objectives, activity.scaled_passing_score) == (("P",), 1.0)


@pytest.mark.clause("SCORM12-CAM-2.3-ORGANIZATIONS")
def test_the_default_organization_is_played_and_the_first_when_it_is_not_there(
    look: Look,
) -> None:
    two = organization() + organization(identifier="O2")
    assert course_of(look, manifest_12(organizations(two, "O2"))).default_organization == "O2"
    assert course_of(look, manifest_12(organizations(two, "NONE"))).default_organization == "O"
    assert course_of(look, manifest_12(organizations(two, None))).default_organization == "O"


def test_without_an_organization_the_scos_are_the_items(look: Look) -> None:
    resources = resource("index.html") + resource("a/b%20c.html", "R2")
    resources += resource("урок.html", "A").replace('"sco"', '"asset"')
    course = course_of(look, manifest_12("<organizations/>", resources), PAGES)
    assert [a.href for a in course.organization.root.children] == ["index.html", "a/b%20c.html"]


def test_an_item_of_scorm_12_may_start_something_and_hold_items(look: Look) -> None:
    course = course_of(look, manifest_12(items(item(item(identifier="I2")))))
    first, second = list(course.organization.root.walk())[1:]
    assert (first.kind, first.href, second.href) == ("sco", "index.html", "index.html")


@pytest.mark.clause("SCORM2004-CAM-3.4.1-ITEM")
def test_an_item_of_scorm_2004_that_holds_items_starts_nothing(look: Look) -> None:
    course = course_of(look, manifest_2004(items(item(item(identifier="I2")))))
    first, second = list(course.organization.root.walk())[1:]
    assert (first.kind, first.href, second.href) == ("cluster", None, "index.html")


def test_identifiers_of_items_are_made_unique_within_their_organization(look: Look) -> None:
    tree = items(ITEM + ITEM + '<item identifierref="R"><title>T</title></item>')
    course = course_of(look, manifest_12(tree))
    identifiers = [a.identifier for a in course.organization.root.walk()]
    assert len(set(identifiers)) == 4
    assert identifiers[:3] == ["O", "I", "I-2"]


@pytest.mark.clause("SCORM12-CAM-2.3-RESOURCE")
def test_every_launch_address_to_a_missing_file_is_an_error_of_its_own(look: Look) -> None:
    tree = items(item(identifier="I1") + item(identifier="I2", attributes='identifierref="R2"'))
    resources = resource("lost1.html") + resource("lost2.html", "R2")
    findings = findings_of(look, manifest_12(tree, resources), "scorm.launch-file-missing")
    assert [(f.severity, "lost" in f.text.en) for f in findings] == [("error", True)] * 2


def test_a_missing_launch_file_is_told_once_and_other_missing_files_beside_it(look: Look) -> None:
    resources = resource("lost.html", "R", '<file href="lost.html"/><file href="lost.js"/>')
    assert rules_of(look, manifest_12(None, resources)) == [
        "scorm.launch-file-missing",
        "scorm.file-missing",
        "scorm.files-undeclared",
    ]


def test_the_page_of_a_resource_is_one_of_its_files_though_it_is_not_listed(look: Look) -> None:
    resources = resource("index.html", "R", '<file href="a/b%20c.html"/>')
    course = course_of(look, manifest_12(None, resources), PAGES)
    assert course.resources[0].files == ("index.html", "a/b c.html")


def test_a_resource_that_nobody_starts_may_lack_its_page(look: Look) -> None:
    resources = RESOURCE_12 + resource("lost.html", "R2")
    assert look(package(manifest_12(None, resources))).report.playable


def test_a_finding_says_file_line_and_element(look: Look) -> None:
    manifest = manifest_12(items("\n\n" + item(attributes='identifierref="NONE"') + ITEM))
    (finding,) = findings_of(look, manifest, "scorm.reference-dangling")
    assert (finding.file, finding.line) == ("imsmanifest.xml", 3)
    assert finding.element == ("/manifest/organizations[1]/organization[1]/item[1]/@identifierref")
    assert finding.clause == "SCORM12-CAM-2.3-ITEM"


@pytest.mark.clause("XML10-2.1")
def test_a_manifest_that_is_not_well_formed_is_told_by_line_and_column(look: Look) -> None:
    (finding,) = look(package("<manifest>\n <a>\n</manifest>")).report.findings
    assert (finding.rule, finding.line) == ("manifest.not-well-formed", 3)
    assert finding.column is not None


_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE manifest>",
        '<!DOCTYPE m [<!ENTITY a "b">]>',
        '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        f'<!DOCTYPE m [<!ENTITY l0 "ha">{_LAUGHS}]>',
        '<!DOCTYPE m SYSTEM "http://example.org/a.dtd">',
    ],
)
def test_a_doctype_is_refused(doctype: str, look: Look) -> None:
    manifest = manifest_12().replace("Course", "&l9;" if "l9" in doctype else "Course")
    rules = [f.rule for f in look(package(doctype + manifest)).report.findings]
    assert rules == ["manifest.doctype"]


@pytest.mark.parametrize("encoding", ["utf-16", "windows-1251", "utf-8-sig"])
def test_a_manifest_may_be_encoded_as_it_declares(encoding: str, look: Look) -> None:
    declared = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{declared}"?>' + manifest_12().replace("Course", "Курс")
    inspection = look(package(text.encode(encoding)))
    assert inspection.course is not None
    assert inspection.course.title == "Курс"


def test_hostile_titles_stay_text(look: Look) -> None:
    title = "&lt;script&gt;alert(1)&lt;/script&gt;"
    course = course_of(look, manifest_12().replace("Course", title))
    assert course.title == "<script>alert(1)</script>"


@pytest.mark.clause("SCORM12-CAM-2.3-SCORMTYPE")
def test_a_type_is_read_however_it_is_spelt_and_guessed_where_it_is_absent(look: Look) -> None:
    spelt = manifest_2004(None, RESOURCE_12)
    assert only_activity(course_of(look, spelt)).kind == "sco"
    assert rules_of(look, spelt) == ["scorm.type-spelling"]
    single = manifest_12(None, RESOURCE_12.replace(' adlcp:scormtype="sco"', ""))
    assert only_activity(course_of(look, single)).kind == "sco"
    several = RESOURCE_2004.replace(' adlcp:scormType="sco"', "")
    tree = items(ITEM + item(identifier="I2", attributes='identifierref="R2"'))
    course = course_of(look, manifest_2004(tree, several + several.replace('"R"', '"R2"')))
    assert {a.kind for a in course.organization.root.children} == {"asset"}


@pytest.mark.clause("SCORM12-CAM-2.3-DEPENDENCY")
@pytest.mark.parametrize(
    ("links", "loops"), [({"R": "R"}, 1), ({"R": "A", "A": "B", "B": "R"}, 1), ({"R": "A"}, 0)]
)
def test_a_loop_of_dependencies_is_told_once(links: dict[str, str], loops: int, look: Look) -> None:
    resources = "".join(
        resource("index.html", name, f'<dependency identifierref="{links[name]}"/>')
        if name in links
        else resource("index.html", name)
        for name in ("R", "A", "B")
    )
    found = findings_of(look, manifest_12(None, resources), "scorm.dependency-loop")
    assert len(found) == loops
