"""`cursus convert`: what survives, what is said to be lost, what is refused."""

from __future__ import annotations

import json
import re
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from cursus.xml import parse
from packager.detect import SCHEMAVERSIONS
from packager.findings import Report
from packager.hrefs import Files
from packager.inspection import Inspection, inspect
from packager.limits import ArchiveLimits
from packager.read.scorm import read_scorm
from packager.structure import check, tables_for
from packager.write.archives import of_bytes
from packager.write.convert import convert as cross
from packager.write.sources import Source
from packager.write.targets import TARGETS
from packager.write_cli import convert
from tests.course_structures import structure
from tests.manifests import manifest_12, manifest_2004, organization, organizations, package
from tests.spec.packages.courses import FILES, courses
from tests.zip_builder import File, build_zip

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from packager.detect import Version
    from packager.model import Activity

ITEM_12 = (
    '<item identifier="A" identifierref="R" parameters="?a=1"><title>Урок</title>'
    '<adlcp:prerequisites type="aicc_script">B</adlcp:prerequisites>'
    "<adlcp:maxtimeallowed>01:30:00</adlcp:maxtimeallowed>"
    "<adlcp:timelimitaction>exit,message</adlcp:timelimitaction>"
    "<adlcp:datafromlms>x=1</adlcp:datafromlms>"
    "<adlcp:masteryscore>75</adlcp:masteryscore></item>"
    '<item identifier="B" identifierref="S"><title>Справка</title></item>'
)
ITEM_2004 = (
    '<item identifier="A" identifierref="R"><title>Урок</title>'
    "<adlcp:timeLimitAction>continue,message</adlcp:timeLimitAction>"
    "<adlcp:dataFromLMS>y=2</adlcp:dataFromLMS>"
    '<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.5"/>'
    "<imsss:sequencing>"
    '<imsss:limitConditions attemptAbsoluteDurationLimit="PT1H30M"/><imsss:objectives>'
    '<imsss:primaryObjective objectiveID="P" satisfiedByMeasure="true">'
    "<imsss:minNormalizedMeasure>0.6</imsss:minNormalizedMeasure></imsss:primaryObjective>"
    "</imsss:objectives></imsss:sequencing></item>"
)


def resources(spelling: str) -> str:
    return (
        f'<resource identifier="R" type="webcontent" adlcp:{spelling}="sco" href="урок/a b.html">'
        '<file href="урок/a b.html"/></resource>'
        f'<resource identifier="S" type="webcontent" adlcp:{spelling}="asset" href="s.html">'
        '<file href="s.html"/></resource>'
    )


CONTENT = {"урок/a b.html": b"<title>Lesson</title>", "s.html": b"s"}


def of_12(path: Path) -> Path:
    tree = organizations(organization(ITEM_12))
    path.write_bytes(package(manifest_12(tree, resources("scormtype")), CONTENT))
    return path


def of_2004(path: Path) -> Path:
    tree = organizations(organization(ITEM_2004))
    path.write_bytes(package(manifest_2004(tree, resources("scormType")), CONTENT))
    return path


def run(source: Path, standard: str, *more: str, lang: str = "en") -> Result:
    target = source.parent / f"{standard}.zip"
    arguments = [str(source), "--to", standard, "-o", str(target), "--lang", lang, *more]
    return CliRunner().invoke(convert, arguments)


def converted(source: Path, standard: str, *more: str) -> Inspection:
    result = run(source, standard, *more)
    assert result.exit_code == 0, result.output
    return judged(source.parent / f"{standard}.zip")


def judged(path: Path) -> Inspection:
    inspection = inspect(path, ArchiveLimits())
    assert inspection.report.conformant
    assert inspection.course is not None
    return inspection


def items(inspection: Inspection) -> dict[str, Activity]:
    assert inspection.course is not None
    root = inspection.course.organization.root
    return {activity.title: activity for activity in root.walk() if activity is not root}


def bridge_settings(path: Path, page: str) -> dict[str, Any]:
    """What a bridge page is told."""
    text = zipfile.ZipFile(path).read(page).decode()
    found = re.search(r'id="wrapping">(.*?)</script>', text)
    assert found is not None
    said: dict[str, Any] = json.loads(found[1])
    return said


def test_scorm_12_becomes_2004_behind_a_bridge(tmp_path: Path) -> None:
    found = items(converted(of_12(tmp_path / "a.zip"), "scorm2004-4th"))
    lesson = found["Урок"]
    assert lesson.href == "cursus/bridge-1.html"
    assert lesson.scaled_passing_score == 0.75
    assert lesson.limits.max_time_allowed == "PT1H30M0S"
    assert lesson.limits.time_limit_action == "exit,message"
    assert lesson.launch_data == "x=1"
    assert lesson.objectives == ()  # content of 1.2 counts its own from 0
    assert found["Справка"].href == "s.html"
    assert found["Справка"].kind == "asset"
    assert bridge_settings(tmp_path / "scorm2004-4th.zip", "cursus/bridge-1.html") == {
        "from": "scorm12",
        "to": "scorm2004",
        "asset": False,
        "content": "../%D1%83%D1%80%D0%BE%D0%BA/a%20b.html?a=1",
    }


def test_scorm_2004_becomes_12_behind_a_bridge_that_knows_what_12_cannot_say(
    tmp_path: Path,
) -> None:
    lesson = items(converted(of_2004(tmp_path / "a.zip"), "scorm12"))["Урок"]
    assert lesson.mastery_score == 60
    assert lesson.limits.max_time_allowed == "0001:30:00.00"
    assert lesson.launch_data is None
    said = bridge_settings(tmp_path / "scorm12.zip", "cursus/bridge-1.html")
    assert (said["threshold"], said["launchData"], said["objectives"]) == (0.5, "y=2", ["P"])


@pytest.mark.parametrize("make", [of_12, of_2004])
def test_either_scorm_becomes_aicc_behind_a_bridge(tmp_path: Path, make: Any) -> None:
    found = items(converted(make(tmp_path / "a.zip"), "aicc"))
    assert found["Урок"].href == "cursus/bridge-1.html"
    assert found["Урок"].mastery_score in (75, 60)
    names = set(zipfile.ZipFile(tmp_path / "aicc.zip").namelist())
    assert {"course.crs", "course.au", "course.cst", "course.des"} <= names
    assert set(CONTENT) <= names
    assert "imsmanifest.xml" not in names
    if make is of_12:
        assert bridge_settings(tmp_path / "aicc.zip", "cursus/bridge-2.html")["asset"] is True


def test_between_editions_only_the_descriptor_changes(tmp_path: Path) -> None:
    source = of_2004(tmp_path / "a.zip")
    result = run(source, "scorm2004-3rd")
    assert result.exit_code == 0
    inspection = judged(tmp_path / "scorm2004-3rd.zip")
    assert inspection.course is not None
    assert inspection.course.edition == "3rd"
    lesson = items(inspection)["Урок"]
    assert (lesson.href, lesson.completion_threshold) == (
        "%D1%83%D1%80%D0%BE%D0%BA/a%20b.html",
        0.5,
    )
    names = zipfile.ZipFile(tmp_path / "scorm2004-3rd.zip").namelist()
    assert not [name for name in names if name.startswith("cursus/")]


LOSSES = [
    (of_12, "scorm2004-4th", "Prerequisites become nothing"),
    (of_12, "scorm2004-4th", "An attempt always ends suspended"),
    (of_2004, "scorm12", "Completed and passed become one status"),
    (of_2004, "aicc", "Interactions and comments of the content are not passed on."),
    (of_12, "aicc", "The content still speaks SCORM 1.2"),
]


@pytest.mark.parametrize(("make", "standard", "said"), LOSSES)
def test_what_does_not_survive_is_said(tmp_path: Path, make: Any, standard: str, said: str) -> None:
    assert said in run(make(tmp_path / "a.zip"), standard).output


AICC = [
    File(
        "c.crs",
        b"[Course]\r\nCourse_ID=1\r\nCourse_Title=C\r\nCourse_Creator=x\r\n"
        b"Course_System=x\r\nLevel=1\r\nMax_Fields_CST=2\r\nTotal_AUs=1\r\n"
        b"Total_Blocks=0\r\nVersion=4.0\r\n[Course_Behavior]\r\nMax_Normal=99\r\n"
        b"[Course_Description]\r\nx\r\n",
    ),
    File(
        "c.au",
        b'"System_ID","Type","Command_Line","File_Name","Max_Score","Mastery_Score",'
        b'"Max_Time_Allowed","Time_Limit_Action","System_Vendor","Core_Vendor",'
        b'"Web_Launch","AU_Password"\r\n"A1","","","a.html","","","","","","","",""\r\n',
    ),
    File("c.des", b'"System_ID","Developer_ID","Title","Description"\r\n"A1","A1","L","x"\r\n'),
    File("c.cst", b'"Block","Member"\r\n"ROOT","A1"\r\n'),
    File("a.html", b"a"),
]
CMI5 = [File("cmi5.xml", structure().encode()), File("index.html", b"x")]
REFUSED = [
    (AICC, "scorm12", "its content posts its results to an address of the LMS"),
    (AICC, "cmi5", "its content calls SCORM or AICC"),
    (CMI5, "scorm12", "its content reports to an LRS by xAPI"),
    (CMI5, "aicc", "its content reports to an LRS by xAPI"),
]


@pytest.mark.parametrize(("files", "standard", "said"), REFUSED)
def test_what_would_only_look_converted_is_refused(
    tmp_path: Path, files: list[File], standard: str, said: str
) -> None:
    source = tmp_path / "a.zip"
    source.write_bytes(build_zip(files))
    result = run(source, standard)
    assert result.exit_code == 1
    assert said in result.output
    assert list(tmp_path.iterdir()) == [source]


def test_scorm_is_not_made_cmi5(tmp_path: Path) -> None:
    result = run(of_12(tmp_path / "a.zip"), "cmi5", lang="ru")
    assert result.exit_code == 1
    assert "в системе cmi5 нет ни того, ни другого" in result.output


def test_aicc_can_be_written_in_the_encoding_of_old_systems(tmp_path: Path) -> None:
    result = run(of_12(tmp_path / "a.zip"), "aicc", "--encoding", "cp1251")
    assert result.exit_code == 0  # that the files do not say their encoding was asked for
    data = zipfile.ZipFile(tmp_path / "aicc.zip").read("course.des")
    assert "Справка".encode("cp1251") in data


def test_a_single_resource_is_made_on_demand(tmp_path: Path) -> None:
    source = of_12(tmp_path / "a.zip")
    inspection = converted(source, "scorm12", "--single-resource")
    assert inspection.course is not None
    (resource,) = inspection.course.resources
    assert set(CONTENT) <= set(resource.files)
    page = zipfile.ZipFile(tmp_path / "scorm12.zip").read("cursus/start.html").decode()
    assert '["../%D1%83%D1%80%D0%BE%D0%BA/a%20b.html?a=1", "../s.html"]' in page


def test_a_package_that_does_not_play_is_refused_with_its_findings(tmp_path: Path) -> None:
    source = tmp_path / "a.zip"
    source.write_bytes(package(manifest_12(), {}))
    result = run(source, "scorm2004-4th")
    assert result.exit_code == 1
    assert "there is nothing to convert" in result.output
    assert "files.launch-missing" in result.output or "launch" in result.output


def test_the_same_package_gives_the_same_bytes(tmp_path: Path) -> None:
    source = of_2004(tmp_path / "a.zip")
    converted(source, "scorm12")
    first = (tmp_path / "scorm12.zip").read_bytes()
    converted(source, "scorm12", "--force")
    assert (tmp_path / "scorm12.zip").read_bytes() == first


CROSSINGS = [
    (version, target)
    for version in SCHEMAVERSIONS
    for target in ("scorm12", "scorm2004-2nd", "scorm2004-4th", "aicc")
]


@pytest.mark.parametrize(("version", "target"), CROSSINGS, ids=str)
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_any_course_of_scorm_is_converted_to_what_the_validator_takes(
    version: Version, target: str, data: st.DataObject
) -> None:
    course = data.draw(courses(version))
    source = Source(Report(), course, {name: of_bytes(b"x") for name in FILES}, frozenset())
    done = cross(source, TARGETS[target], single=data.draw(st.booleans()))
    if target == "aicc":
        assert {"course.crs", "course.au", "course.cst", "course.des"} <= set(done.parts)
        return
    root = parse(b"".join(done.parts["imsmanifest.xml"].pieces()), limit=10 << 20)
    schema = tables_for(TARGETS[target].standard, TARGETS[target].edition)
    assert check(root, schema, "imsmanifest.xml") == []
    read = read_scorm(root, Files(done.parts), {}).course
    assert read is not None
    before = [a.title for a in course.organization.root.walk() if a.href]
    assert [a.title for a in read.organization.root.walk() if a.href] == before
