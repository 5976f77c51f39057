"""The faults of real SCORM manifests, one by one: what is said of each, and what is played."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from cursus.xml import parse
from packager.hrefs import Files
from packager.read.scorm import read_scorm
from tests.manifests import (
    ITEM,
    NAMESPACES_12,
    NAMESPACES_2004,
    RESOURCE_12,
    RESOURCE_2004,
    manifest_12,
    manifest_2004,
    organization,
    organizations,
)

if TYPE_CHECKING:
    from packager.read.course import ReadCourse

PAGES = ("index.html", "b.html")


def read(manifest: str, *names: str) -> ReadCourse:
    return read_scorm(parse(manifest.encode(), limit=1 << 20), Files(names or PAGES[:1]), {})


class Fault(NamedTuple):
    """A manifest, the findings of it, and the kinds of what is started."""

    manifest: str
    findings: list[str]  # severity, rule, and * where it is mended
    started: list[str] = ["sco"]  # noqa: RUF012 - never changed
    names: tuple[str, ...] = ()


def item(name: str, reference: str = "R", inside: str = "", title: str = "T") -> str:
    attributes = f'identifier="{name}" identifierref="{reference}"'
    return f"<item {attributes}><title>{title}</title>{inside}</item>"


def tree(items: str) -> str:
    return organizations(organization(items))


def resource(name: str, href: str = "index.html", kind: str = ' adlcp:scormtype="sco"') -> str:
    return (
        f'<resource identifier="{name}" type="webcontent"{kind} href="{href}">'
        f'<file href="{href}"/></resource>'
    )


SEVERAL = "info scorm.several-scos"
SEQUENCED = ITEM.replace(
    "</title>", '</title><imsss:sequencing><imsss:controlMode flow="true"/></imsss:sequencing>'
)
XSI = ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation='

FAULTS: dict[str, Fault] = {
    "20 schemaLocation is empty": Fault(manifest_12(namespaces=NAMESPACES_12 + XSI + '""'), []),
    "20 schemaLocation holds a line break": Fault(
        manifest_12(namespaces=NAMESPACES_12 + XSI + '"http://x/ &#xA; a.xsd b"'), []
    ),
    "21 namespaces of 1.2, text of 2004": Fault(
        manifest_12(version="CAM 1.3"), ["warning scorm.version-conflict"]
    ),
    "21 namespaces of 2004, text of 1.2": Fault(
        manifest_2004(version="1.2"), ["warning scorm.version-conflict"]
    ),
    "22 the 2nd edition by another name": Fault(
        manifest_2004(version="2004 2nd Edition"), ["warning scorm.version-spelling *"]
    ),
    "22 white space around the version": Fault(manifest_2004(version=" 2004 3rd Edition\n"), []),
    "22 no version": Fault(manifest_2004(version=None), ["warning scorm.version-absent"]),
    "23 scormtype in 2004": Fault(
        manifest_2004(None, RESOURCE_12), ["warning scorm.type-spelling *"]
    ),
    "23 scormType in 1.2": Fault(
        manifest_12(None, RESOURCE_2004), ["warning scorm.type-spelling *"]
    ),
    "23 a type without prefix": Fault(
        manifest_12(None, RESOURCE_12.replace("adlcp:", "")), ["warning scorm.type-namespace *"]
    ),
    "23 a type of the other version's namespace": Fault(
        manifest_12(
            namespaces=NAMESPACES_12 + ' xmlns:new="http://www.adlnet.org/xsd/adlcp_v1p3"',
            resources=RESOURCE_12.replace("adlcp:", "new:"),
        ),
        ["warning scorm.type-namespace *", "info scorm.prefixes *"],
    ),
    "23 no type, one launch": Fault(
        manifest_12(None, resource("R", kind="")), ["warning scorm.type-absent *"]
    ),
    "23 no type, several launches": Fault(
        manifest_12(
            tree(item("I") + item("J", "S")),
            resource("R", kind="") + resource("S", "b.html", kind=""),
        ),
        ["warning scorm.type-absent *"] * 2 + [SEVERAL],
        ["asset", "asset"],
        PAGES,
    ),
    "23 an unknown type": Fault(
        manifest_12(None, resource("R", kind=' adlcp:scormtype="quiz"')),
        ["warning scorm.type-value *"],
    ),
    "23 the namespace of another host": Fault(
        manifest_12(namespaces=NAMESPACES_12.replace("imsproject.org", "imsglobal.org")),
        ["warning scorm.namespace-wrong *"],
    ),
    "23 no namespace at all": Fault(
        manifest_12(namespaces=NAMESPACES_12[NAMESPACES_12.index("xmlns:adlcp") :]),
        ["warning scorm.namespace-wrong *"],
    ),
    "24 prefixes that nobody else writes": Fault(
        manifest_2004(tree(SEQUENCED))
        .replace("imsss:", "ns1:")
        .replace("xmlns:imsss", "xmlns:ns1")
        .replace("adlcp:scormType", "ns0:scormType")
        .replace("xmlns:adlcp", "xmlns:ns0"),
        ["info scorm.prefixes *"],
    ),
    "24 content packaging with a prefix": Fault(
        manifest_12().replace("<", "<cp:").replace("<cp:/", "</cp:").replace("xmlns=", "xmlns:cp="),
        ["info scorm.prefixes *"],
    ),
    "25 a reference to nothing, and others": Fault(
        manifest_12(tree(item("I") + item("J", "X"))), ["warning scorm.reference-dangling"]
    ),
    "25 nothing but references to nothing": Fault(
        manifest_12(tree(item("I", "X"))),
        ["error scorm.nothing-to-play", "warning scorm.reference-dangling"],
        [],
    ),
    "26 a default that is not there": Fault(
        manifest_12(organizations(default="X")), ["warning scorm.default-organization-wrong *"]
    ),
    "26 no default": Fault(
        manifest_12(organizations(default=None)), ["warning scorm.default-organization-absent *"]
    ),
    "27 no organization": Fault(
        manifest_12("<organizations/>"), ["warning scorm.no-organization *"]
    ),
    "27 no organizations element": Fault(
        manifest_12(""), ["warning scorm.no-organization *", "warning structure.missing-element"]
    ),
    "28 several organizations": Fault(
        manifest_12(organizations(organization() + organization(identifier="O2"))),
        ["info scorm.several-organizations", "warning structure.duplicate-id"],
    ),
    "29 an item of nothing": Fault(
        manifest_12(tree(ITEM + '<item identifier="J"><title>T</title></item>')),
        ["warning scorm.item-empty"],
    ),
    "30 several SCOs": Fault(manifest_12(tree(item("I") + item("J"))), [SEVERAL], ["sco", "sco"]),
    "31 a resource twice": Fault(
        manifest_12(None, RESOURCE_12 + RESOURCE_12), ["error scorm.resource-twice"]
    ),
    "31 an item twice": Fault(
        manifest_12(tree(item("I") + item("I"))),
        ["warning scorm.item-twice *", SEVERAL],
        ["sco", "sco"],
    ),
    "32 an identifier that begins with a digit": Fault(
        manifest_12(tree(item("1517"))), ["warning structure.wrong-type"]
    ),
    "32 an identifier with brackets": Fault(
        manifest_12(tree(item("I(1)"))), ["warning structure.wrong-type"]
    ),
    "32 a Cyrillic identifier": Fault(manifest_12(tree(item("Урок"))), []),
    "33 an xml:base without its slash": Fault(
        manifest_12(None, RESOURCE_12, base="pages"),
        ["warning scorm.base-slash *"] * 2,
        names=("pages/index.html",),
    ),
    "34 a dependency on nothing": Fault(
        manifest_12(
            None, RESOURCE_12.replace("</resource>", '<dependency identifierref="X"/></resource>')
        ),
        ["warning scorm.dependency-dangling"],
    ),
    "34 a dependency on itself": Fault(
        manifest_12(
            None, RESOURCE_12.replace("</resource>", '<dependency identifierref="R"/></resource>')
        ),
        ["warning scorm.dependency-loop"],
    ),
    "35 a mastery score in percent": Fault(
        manifest_12(tree(item("I", inside="<adlcp:masteryscore>80%</adlcp:masteryscore>"))),
        ["warning scorm12.mastery-score-written *"],
    ),
    "35 a mastery score beyond 100": Fault(
        manifest_12(tree(item("I", inside="<adlcp:masteryscore>800</adlcp:masteryscore>"))),
        ["warning scorm12.mastery-score-wrong"],
    ),
    "35 a mastery score in 2004": Fault(
        manifest_2004(tree(item("I", inside="<adlcp:masteryscore>80</adlcp:masteryscore>"))),
        ["warning scorm2004.mastery-score"],
    ),
    "35 a passing score beyond 1": Fault(
        manifest_2004(
            tree(
                item(
                    "I",
                    inside="<imsss:sequencing><imsss:objectives><imsss:primaryObjective"
                    ' satisfiedByMeasure="true"><imsss:minNormalizedMeasure>80'
                    "</imsss:minNormalizedMeasure></imsss:primaryObjective></imsss:objectives>"
                    "</imsss:sequencing>",
                )
            )
        ),
        ["warning scorm2004.measure-range"],
    ),
    "40 an address outside the package": Fault(
        manifest_12(None, resource("R", "https://example.org/course")),
        ["info scorm.files-undeclared", "info scorm.href-external"],
    ),
    "40 a package inside": Fault(
        manifest_12(),
        ["info scorm.files-undeclared", "info zip.nested-archive"],
        names=("index.html", "inner.zip"),
    ),
    "40 programs for a server": Fault(
        manifest_12(),
        ["info scorm.files-undeclared", "warning scorm.server-file", "warning scorm.server-file"],
        names=("index.html", "a.php", "b.JSP"),
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_is_told_once_and_what_can_be_played_is(case: str) -> None:
    fault = FAULTS[case]
    found = read(fault.manifest, *fault.names)
    said = [f"{f.severity} {f.rule}{' *' if f.mended else ''}" for f in found.findings]
    assert sorted(said) == sorted(fault.findings)
    assert found.course is not None
    kinds = [a.kind for a in found.course.organization.root.walk() if a.resource is not None]
    assert kinds == fault.started


CONFLICTS = [
    (manifest_12(version="2004 4th Edition"), "SCORM 1.2", "2004 4th Edition"),
    (manifest_2004(version="1.2"), "SCORM 2004", "1.2"),
]


@pytest.mark.clause("SCORM2004-CAM-3.4.1-SCHEMAVERSION")
@pytest.mark.parametrize(("manifest", "played", "text"), CONFLICTS)
def test_a_conflict_of_versions_is_told_with_both_values(
    manifest: str, played: str, text: str
) -> None:
    (finding,) = read(manifest).findings
    for language in (finding.text.en, finding.text.ru):
        assert played in language
        assert text in language
    assert finding.element == "/manifest/metadata[1]/schemaversion[1]"


@pytest.mark.clause("SCORM12-CAM-2.3-RESOURCE")
def test_every_launch_address_to_a_missing_file_is_an_error_in_every_organization() -> None:
    resources = resource("R") + resource("S", "lost1.html") + resource("T", "lost2.html")
    two = organization(item("I") + item("J", "S")) + organization(item("K", "T"), identifier="O2")
    findings = read(manifest_12(organizations(two), resources)).findings
    missing = [f for f in findings if f.rule == "scorm.launch-file-missing"]
    assert [f.severity for f in missing] == ["error", "error"]
    assert [f.element for f in missing] == [
        "/manifest/resources[1]/resource[2]/@href",
        "/manifest/resources[1]/resource[3]/@href",
    ]


def test_findings_stand_in_the_order_of_the_manifest() -> None:
    manifest = manifest_12(
        tree(
            "\n"
            + item("I", "X")
            + "\n"
            + item("J", "R", "<adlcp:masteryscore>x</adlcp:masteryscore>")
        ),
        "\n" + resource("R", "/index.html"),
        version="7",
    )
    lines = [f.line for f in read(manifest, "index.html", "more.css").findings]
    assert lines == [1, 2, 3, 4, 4, None]


def test_a_missing_page_that_several_items_start_is_told_once() -> None:
    manifest = manifest_12(tree(item("I") + item("J")), resource("R", "lost.html"))
    missing = [f for f in read(manifest).findings if f.rule == "scorm.launch-file-missing"]
    assert len(missing) == 1


def test_schemas_beside_the_manifest_need_not_be_declared() -> None:
    assert read(manifest_12(), "index.html", "imscp_rootv1p1p2.xsd", "XMLSchema.DTD").findings == []


def test_a_further_prefix_beside_the_usual_one_is_nothing_to_tell() -> None:
    further = NAMESPACES_12 + ' xmlns:imscp="http://www.imsproject.org/xsd/imscp_rootv1p1p2"'
    assert read(manifest_12(namespaces=further)).findings == []


IDS = [
    ("  R  ", "R", True),
    ("R", "  R ", True),
    ("r", "R", False),
]


@pytest.mark.parametrize(("identifier", "reference", "found"), IDS)
def test_white_space_around_an_identifier_is_none_of_it(
    identifier: str, reference: str, *, found: bool
) -> None:
    """ADL's cases OB-02a and OB-02b; letter case does tell identifiers apart."""
    manifest = manifest_12(tree(item("I", reference)), resource(identifier))
    rules = {f.rule for f in read(manifest).findings}
    assert ("scorm.reference-dangling" not in rules) == found


def test_a_default_may_have_white_space_around_it() -> None:
    two = organization() + organization(identifier="  O2 ")
    found = read(manifest_12(organizations(two, "O2  ")))
    assert found.course is not None
    assert found.course.default_organization == "O2"


def test_prefixes_do_not_matter_for_what_is_read() -> None:
    plain = manifest_2004(tree(SEQUENCED))
    renamed = plain
    for prefix, other in (("imsss", "a"), ("adlcp", "b"), ("adlseq", "c"), ("adlnav", "d")):
        renamed = renamed.replace(f"{prefix}:", f"{other}:").replace(f":{prefix}=", f":{other}=")
    assert renamed != plain
    assert read(renamed).course == read(plain).course


IMUMK = manifest_2004(
    None,
    '<resource identifier="R" type="webcontent" adlcp:scormType="sco" href="main.xml">'
    '<file href="main.xml"/><technical/></resource>',
    version=None,
    namespaces=NAMESPACES_2004,
)


def test_a_module_of_the_school_collection_is_recognised() -> None:
    found = read(IMUMK, "main.xml")
    assert found.course is None
    assert [f.rule for f in found.findings] == ["package.imumk"]


@pytest.mark.parametrize(
    "manifest",
    [
        IMUMK.replace("<technical/>", ""),
        IMUMK.replace("main.xml", "main.html"),
        IMUMK.replace("<organizations", "<metadata/><organizations"),
    ],
)
def test_a_course_of_xml_pages_is_no_such_module(manifest: str) -> None:
    assert read(manifest, "main.xml", "main.html").course is not None


LENGTHS = [
    (manifest_12(tree(item("I", title="T" * 200))), []),
    (manifest_12(tree(item("I", title="T" * 201))), ["structure.too-long"]),
    (manifest_12(tree(item("I", title="T" * 1001))), ["scorm.title-long"]),
    (manifest_2004(tree(item("I", title="T" * 201))), ["scorm2004.title-portable"]),
    (
        manifest_12(tree(item("I", inside=f"<adlcp:datafromlms>{'x' * 255}</adlcp:datafromlms>"))),
        [],
    ),
    (
        manifest_12(tree(item("I", inside=f"<adlcp:datafromlms>{'x' * 256}</adlcp:datafromlms>"))),
        ["scorm12.launch-data-long"],
    ),
    (
        manifest_2004(
            tree(item("I", inside=f"<adlcp:dataFromLMS>{'x' * 4000}</adlcp:dataFromLMS>"))
        ),
        [],
    ),
]


@pytest.mark.clause("SCORM12-CAM-2.3-DATAFROMLMS")
@pytest.mark.clause("SCORM12-CAM-2.3-TITLE")
@pytest.mark.parametrize(("manifest", "rules"), LENGTHS)
def test_lengths_that_other_systems_cut(manifest: str, rules: list[str]) -> None:
    assert [f.rule for f in read(manifest).findings] == rules
