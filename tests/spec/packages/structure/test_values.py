"""Attributes and values, by standard and edition: SCORM CAM, IMS CP, IMS SS, LOM, cmi5."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.manifests_full import FULL, LOM_12
from tests.manifests_full import LOM as FULL_LOM
from tests.spec.packages.structure.judged import told

if TYPE_CHECKING:
    from packager.model import Edition, Standard

#: Standard, edition, a piece of the full manifest, what it becomes, the rule, where the place ends.
CHANGES = (
    # names
    ("scorm12", None, 'identifier="I2"', 'identifier="2"', "wrong-type", "item[1]/@identifier"),
    ("scorm12", None, 'identifier="I2"', 'identifier="I3"', "duplicate-id", "item[2]/@identifier"),
    ("scorm12", None, 'identifier="R1"', 'identifier="I1"', "duplicate-id",
     "resource[1]/@identifier"),
    ("scorm12", None, 'default="O1"', 'default="O3"', "dangling-reference", "/@default"),
    ("scorm2004", "3rd", 'IDRef="S1"', 'IDRef="S3"', "dangling-reference", "/@IDRef"),
    ("scorm2004", "3rd", 'ID="S2"', 'ID="S1"', "duplicate-id", "sequencing[2]/@ID"),
    # attributes
    ("scorm12", None, ' type="webcontent" adlcp:scormtype="sco"', ' adlcp:scormtype="sco"',
     "missing-attribute", "resource[1]"),
    ("scorm12", None, 'identifier="I2"', 'Identifier="I2"', "unknown-attribute",
     "item[1]/@Identifier"),
    ("scorm12", None, 'isvisible="true"', 'isVisible="true"', "unknown-attribute", "/@isVisible"),
    ("scorm12", None, "<metadata><schema>", '<metadata id="x"><schema>', "unknown-attribute",
     "/manifest/metadata[1]/@id"),
    ("scorm12", None, 'adlcp:scormtype="sco"', 'adlcp:scormType="sco"', "unknown-attribute",
     "resource[1]/@scormType"),
    ("scorm12", None, '<file href="картинка.png"/>', "<file/>", "missing-attribute", "file[2]"),
    ("scorm2004", "4th", ' targetID="urn:other"', "", "missing-attribute", "map[2]"),
    ("scorm2004", "4th", ' objectiveID="obj2"', "", "missing-attribute", "objective[2]"),
    ("cmi5", None, 'moveOn="Passed"', 'moveon="Passed"', "unknown-attribute", "/@moveon"),
    ("cmi5", None, '<au id="https://example.org/au3"', "<au", "missing-attribute", "au[1]"),
    ("scorm2004", "4th", '<item identifier="I4"', '<item xsi:nil="true" identifier="I4"',
     "unknown-attribute", "item[2]/@nil"),
    # vocabularies
    ("scorm12", None, "aicc_script", "AICC_script", "not-in-vocabulary", "prerequisites[1]/@type"),
    ("scorm12", None, "exit,no message", "exit, no message", "not-in-vocabulary",
     "timelimitaction[1]"),
    ("scorm12", None, 'type="URI"', 'type="URL"', "not-in-vocabulary", "location[1]/@type"),
    ("scorm2004", "4th", 'scormType="sco"', 'scormType="SCO"', "not-in-vocabulary",
     "resource[1]/@scormType"),
    ("scorm2004", "4th", 'condition="attempted"/></imsss:rule', 'condition="tried"/></imsss:rule',
     "not-in-vocabulary", "ruleCondition[1]/@condition"),
    ("scorm2004", "4th", 'action="exit"', 'action="exitAll"', "not-in-vocabulary", "/@action"),
    ("scorm2004", "4th", 'requiredForCompleted="ifNotSkipped"', 'requiredForCompleted="never"',
     "not-in-vocabulary", "/@requiredForCompleted"),
    ("scorm2004", "4th", "suspendAll", "suspend", "not-in-vocabulary", "hideLMSUI[5]"),
    ("cmi5", None, "OwnWindow", "ownWindow", "not-in-vocabulary", "au[1]/@launchMethod"),
    # values
    ("scorm12", None, 'isvisible="0"', 'isvisible="no"', "wrong-type", "/@isvisible"),
    ("scorm12", None, "<size>1024</size>", "<size>1 KB</size>", "wrong-type", "size[1]"),
    ("scorm12", None, 'href="b.html?x=1#y"', 'href="100%.html"', "wrong-type", "/@href"),
    ("scorm2004", "2nd", 'attemptLimit="3"', 'attemptLimit="three"', "wrong-type",
     "/@attemptLimit"),
    ("scorm2004", "2nd", 'attemptAbsoluteDurationLimit="PT1H30M"',
     'attemptAbsoluteDurationLimit="1:30"', "wrong-type", "/@attemptAbsoluteDurationLimit"),
    ("scorm2004", "2nd", "2024-02-29T09", "2024-02-30T09", "out-of-range", "/@beginTimeLimit"),
    ("cmi5", None, "<url>au3.html?a=1</url>", "<url> </url>", "wrong-type", "url[1]"),
    ("cmi5", None, 'langstring lang="ru"', 'langstring lang="ru_RU"', "wrong-type", "/@lang"),
    # lengths and ranges
    ("scorm12", None, "<title>Урок</title>", f"<title>{'я' * 201}</title>", "too-long", "title[1]"),
    ("scorm12", None, "mode=1", "x" * 256, "too-long", "datafromlms[1]"),
    ("scorm12", None, "01:30:00", "000001:30:00.00", "too-long", "maxtimeallowed[1]"),
    ("scorm12", None, ">1.2<", f">{'1' * 21}<", "too-long", "schemaversion[1]"),
    ("scorm2004", "4th", 'measureThreshold="-0.5"', 'measureThreshold="-1.5"', "out-of-range",
     "/@measureThreshold"),
    ("scorm2004", "4th", 'minimumPercent="0.75"', 'minimumPercent="75"', "out-of-range",
     "/@minimumPercent"),
    ("scorm2004", "4th", 'progressWeight="0.5"', 'progressWeight="-0.5"', "out-of-range",
     "/@progressWeight"),
    ("scorm2004", "4th", 'selectCount="2"', 'selectCount="-2"', "out-of-range", "/@selectCount"),
    ("cmi5", None, 'masteryScore="0.8"', 'masteryScore="80"', "out-of-range", "/@masteryScore"),
)  # fmt: skip

#: Attributes and the editions that have them; the 4th takes what it does not know.
BY_EDITION = (
    ('adlcp:persistState="true"', {"2nd", "4th"}),
    ('adlcp:sharedDataGlobalToSystem="true"', {"4th"}),
)


@pytest.mark.parametrize("key", FULL, ids=str)
def test_a_manifest_that_uses_everything_has_no_fault(key: tuple[Standard, Edition | None]) -> None:
    assert told(*key, FULL[key]) == []


@pytest.mark.parametrize(("standard", "lom"), [("scorm12", LOM_12), ("scorm2004", FULL_LOM)])
def test_a_record_of_metadata_stands_by_itself(standard: Standard, lom: str) -> None:
    assert told(standard, None, lom) == []


@pytest.mark.clause("SCORM2004-CAM-3.4")
@pytest.mark.clause("XML10-3.3.1-ID")
@pytest.mark.clause("XML10-3.3.1-IDREF")
@pytest.mark.parametrize(("standard", "edition", "before", "after", "rule", "place"), CHANGES)
def test_one_change_is_one_fault_at_its_place(
    standard: Standard, edition: Edition | None, before: str, after: str, rule: str, place: str
) -> None:
    full = FULL[standard, edition]
    assert before in full
    changed = full.replace(before, after, 1)
    ((found, where),) = told(standard, edition, changed)
    assert found == rule
    assert (where or "").endswith(place), where


@pytest.mark.parametrize("edition", ["2nd", "3rd", "4th"])
@pytest.mark.parametrize(("attribute", "editions"), BY_EDITION)
def test_attributes_are_of_their_editions(
    edition: Edition, attribute: str, editions: set[str]
) -> None:
    full = FULL["scorm2004", edition]
    for name in ('adlcp:persistState="true"', 'adlcp:sharedDataGlobalToSystem="false"'):
        full = full.replace(name, "")
    changed = full.replace('scormType="sco"', f'scormType="sco" {attribute}', 1)
    expected = [] if edition in editions else ["unknown-attribute"]
    assert [rule for rule, _ in told("scorm2004", edition, changed)] == expected


@pytest.mark.parametrize("edition", ["2nd", "3rd", "4th"])
def test_the_second_edition_has_four_controls_to_hide(edition: Edition) -> None:
    full = FULL["scorm2004", edition]
    one = "<adlnav:hideLMSUI>exit</adlnav:hideLMSUI>"
    changed = full.replace(one, one.replace("exit", "suspendAll"), 1)
    found = [rule for rule, _ in told("scorm2004", edition, changed)]
    assert found == (["not-in-vocabulary"] if edition == "2nd" else [])


@pytest.mark.parametrize("edition", ["2nd", "3rd", "4th"])
def test_the_threshold_is_a_number_before_the_fourth_edition(edition: Edition) -> None:
    full = FULL["scorm2004", edition]
    text = "<adlcp:completionThreshold>much</adlcp:completionThreshold>"
    place = "<adlnav:presentation/>"
    changed = full.replace(place, text + place, 1)
    found = [rule for rule, _ in told("scorm2004", edition, changed)]
    assert found == ([] if edition == "4th" else ["wrong-type"])


@pytest.mark.parametrize("edition", ["2nd", "3rd", "4th"])
def test_only_the_fourth_edition_takes_what_it_does_not_know(edition: Edition) -> None:
    full = FULL["scorm2004", edition]
    changed = full.replace(
        "</manifest>", '<v:a xmlns:v="https://example.org/vendor" v:b="c"/></manifest>'
    )
    found = told("scorm2004", edition, changed)
    assert found == ([] if edition == "4th" else [("foreign-namespace", "/manifest/a[1]")])


def test_what_the_fourth_edition_does_not_know_is_judged_where_it_holds_what_it_knows() -> None:
    inside = '<v:a xmlns:v="https://example.org/vendor"><adlcp:data/></v:a></manifest>'
    changed = FULL["scorm2004", "4th"].replace("</manifest>", inside)
    assert told("scorm2004", "4th", changed) == [("missing-element", "/manifest/a[1]/data[1]")]


def test_without_an_edition_the_fourth_is_meant() -> None:
    assert told("scorm2004", None, FULL["scorm2004", "4th"]) == []
