"""Content models: which elements stand in which, in which order and how often."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from packager.structure.notation import parse_content
from tests.spec.packages.structure.judged import (
    ADLCP,
    ADLNAV,
    ADLSEQ,
    CMI5,
    CP,
    CP_12,
    LOM,
    MD_12,
    SS,
    told,
    with_namespace,
)

if TYPE_CHECKING:
    from packager.model import Edition, Standard

OUTSIDE = 'xmlns:v="https://example.org/vendor"'
NAMED = (
    "<title><langstring>T</langstring></title><description><langstring>D</langstring></description>"
)
AU = f'<au id="a:1">{NAMED}<url>a.html</url></au>'
COURSE = f'<course id="c:1">{NAMED}</course>'

#: Sequence, optional and repeated parts, a choice, any order, mixed content, other namespaces.
SOUND = (
    (CP_12, "<metadata/>"),
    (CP_12, "<metadata><schema>s</schema><schemaversion>1.2</schemaversion></metadata>"),
    (CP_12, "<metadata>\n  <schemaversion>1.2</schemaversion>\n</metadata>"),
    (CP_12, ('<manifest identifier="M"><organizations/><resources/><manifest identifier="N">'
     "<organizations/><resources/></manifest></manifest>")),
    (CP_12, '<item identifier="I"><item identifier="J"/><item identifier="K"/><metadata/></item>'),
    (CP_12, ('<item identifier="I"><a:datafromlms xmlns:a="http://www.adlnet.org/xsd/adlcp_rootv1p2"'
     ">x</a:datafromlms></item>")),
    (MD_12, "<general>text <title><langstring>T</langstring></title> and text</general>"),
    (MD_12, "<taxonpath><taxon><taxon><taxon/></taxon></taxon></taxonpath>"),
    (CP, f'<metadata><lom xmlns="{LOM}"><general/></lom></metadata>'),
    (CP, (f'<organization identifier="O"><item identifier="I"/><s:sequencing xmlns:s="{SS}"/>'
     "</organization>")),
    (SS, "<sequencing/>"),
    (SS, "<sequencing><controlMode/><objectives><primaryObjective/></objectives></sequencing>"),
    (SS, ("<sequencing><sequencingRules><preConditionRule><ruleAction action='skip'/>"
     "</preConditionRule></sequencingRules></sequencing>")),
    (ADLNAV, "<presentation><navigationInterface/></presentation>"),
    (ADLCP, "<data><map targetID='a'/><map targetID='b'/></data>"),
    (ADLSEQ, ("<objectives><objective objectiveID='o'><mapInfo targetObjectiveID='t'/></objective>"
     "</objectives>")),
    (LOM, "<lom><rights/><general><keyword/><title/><keyword/></general><annotation/></lom>"),
    (CMI5, f"<courseStructure>{COURSE}{AU}</courseStructure>"),
    (CMI5, (f"<courseStructure>{COURSE}{AU}<block id='b:1'>{NAMED}{AU}</block>{AU}"
     "</courseStructure>")),
)  # fmt: skip

#: Content, and the rule and place of the one fault in it.
BROKEN = (
    (CP_12, '<manifest identifier="M"><resources/></manifest>', "missing-element", "/manifest"),
    (CP_12, '<manifest identifier="M"><organizations/></manifest>', "missing-element", "/manifest"),
    (CP_12, '<manifest identifier="M"><resources/><organizations/></manifest>', "out-of-order",
     "/manifest/resources[1]"),
    (CP_12, '<manifest identifier="M"><organizations/><metadata/><resources/></manifest>',
     "out-of-order", "/manifest/metadata[1]"),
    (CP_12, '<manifest identifier="M"><organizations/><resources/><resources/></manifest>',
     "too-many", "/manifest/resources[2]"),
    (CP_12, '<manifest identifier="M"><organizations/><Resources/></manifest>',
     "misnamed-element", "/manifest/Resources[1]"),
    (CP_12, '<manifest identifier="M"><organizations/><files/></manifest>',
     "misnamed-element", "/manifest/files[1]"),
    (CP_12, '<manifest identifier="M"><organizations/><v:resources xmlns:v="u:v"/></manifest>',
     "misnamed-element", "/manifest/resources[1]"),
    (CP_12, '<item identifier="I"><item identifier="J"/><title>T</title></item>', "out-of-order",
     "/item/title[1]"),
    (CP_12, '<item identifier="I"><remark/></item>', "unexpected-element", "/item/remark[1]"),
    (CP_12, '<item identifier="I"><title>a</title><title>b</title></item>', "too-many",
     "/item/title[2]"),
    (CP_12, "<title>a<b/></title>", "unexpected-element", "/title/b[1]"),
    (CP_12, '<metadata><schema>s</schema><title xmlns="">T</title></metadata>',
     "unexpected-element", "/metadata/title[1]"),
    (CP_12, ('<resources><resource identifier="R" type="w"/> and '
     '<resource identifier="S" type="w"/></resources>'), "stray-text", "/resources"),
    (CP_12, f"<resources {OUTSIDE}><v:a/></resources>", "foreign-namespace", "/resources/a[1]"),
    (CP_12, f'<resources><s:sequencing xmlns:s="{SS}"/></resources>', "foreign-namespace",
     "/resources/sequencing[1]"),
    (CP_12, ('<resources><a:location2 xmlns:a="http://www.adlnet.org/xsd/adlcp_rootv1p2"/>'
     "</resources>"), "misnamed-element", "/resources/location2[1]"),
    (MD_12, "<role><value><langstring>v</langstring></value></role>", "missing-element", "/role"),
    (MD_12, "<title/>", "missing-element", "/title"),
    (MD_12, "<source><langstring>a</langstring><langstring>b</langstring></source>", "too-many",
     "/source/langstring[2]"),
    (MD_12, f"<general {OUTSIDE}><v:a/></general>", "unexpected-element", "/general/a[1]"),
    (CP, '<organization identifier="O"/>', "missing-element", "/organization"),
    (SS, "<sequencingCollection/>", "missing-element", "/sequencingCollection"),
    (SS, "<sequencing><deliveryControls/><controlMode/></sequencing>", "out-of-order",
     "/sequencing/controlMode[1]"),
    (SS, "<sequencing><objectives/></sequencing>", "missing-element", "/sequencing/objectives[1]"),
    (SS, "<sequencing><controlMode>\n</controlMode></sequencing>", "stray-text",
     "/sequencing/controlMode[1]"),
    (SS, "<sequencing><controlMode><a/></controlMode></sequencing>", "unexpected-element",
     "/sequencing/controlMode[1]/a[1]"),
    (SS, "<sequencing><ruleAction action='skip'/></sequencing>", "unexpected-element",
     "/sequencing/ruleAction[1]"),
    (SS, "<controlMode/>", "wrong-root", "/controlMode"),
    (ADLNAV, "<presentation><hideLMSUI>exit</hideLMSUI></presentation>", "unexpected-element",
     "/presentation/hideLMSUI[1]"),
    (ADLCP, "<data/>", "missing-element", "/data"),
    (LOM, "<lom><general/><general/></lom>", "too-many", "/lom/general[2]"),
    (LOM, "<lom><general><title/><keyword/><title/></general></lom>", "too-many",
     "/lom/general[1]/title[2]"),
    (LOM, "<lom><lifecycle/></lom>", "misnamed-element", "/lom/lifecycle[1]"),
    (LOM, f"<lom {OUTSIDE}><v:a/></lom>", "unexpected-element", "/lom/a[1]"),
    (LOM, "<lom>text</lom>", "stray-text", "/lom"),
    (LOM, "<general/>", "wrong-root", "/general"),
    (CMI5, f"<courseStructure>{COURSE}</courseStructure>", "missing-element", "/courseStructure"),
    (CMI5, f"<courseStructure>{AU}</courseStructure>", "missing-element", "/courseStructure"),
    (CMI5, f"<courseStructure>{COURSE}<AU/></courseStructure>", "misnamed-element",
     "/courseStructure/AU[1]"),
    (CMI5, f"<courseStructure>{AU}{COURSE}</courseStructure>", "out-of-order",
     "/courseStructure/au[1]"),
    (CMI5, f"<courseStructure>{COURSE}<objectives/>{AU}</courseStructure>", "missing-element",
     "/courseStructure/objectives[1]"),
    (CMI5, (f'<courseStructure>{COURSE}<objectives><objective id="o:1">'
     f"{NAMED}{NAMED.partition('</title>')[0]}</title></objective></objectives>{AU}"
     "</courseStructure>"), "too-many", "/courseStructure/objectives[1]/objective[1]/title[2]"),
)  # fmt: skip


def _standard(uri: str) -> tuple[Standard, Edition | None]:
    if uri in {CP_12, MD_12}:
        return "scorm12", None
    return ("cmi5", None) if uri == CMI5 else ("scorm2004", "4th")


@pytest.mark.clause("SCORM2004-CAM-3.4")
@pytest.mark.clause("SCORM12-CAM-2.3")
@pytest.mark.parametrize(("uri", "xml"), SOUND)
def test_what_the_standard_has_is_no_fault(uri: str, xml: str) -> None:
    standard, edition = _standard(uri)
    assert told(standard, edition, with_namespace(xml, uri)) == []


@pytest.mark.parametrize(("uri", "xml", "rule", "place"), BROKEN)
def test_what_it_does_not_have_is_one(uri: str, xml: str, rule: str, place: str) -> None:
    standard, edition = _standard(uri)
    found = told(standard, edition, with_namespace(xml, uri))
    assert found == [(rule, place)]


@pytest.mark.parametrize("source", ["(a | b", "a )", "a,b", "a b]", "?"])
def test_content_that_is_not_in_the_notation_is_refused(source: str) -> None:
    with pytest.raises((ValueError, IndexError)):
        parse_content(source)
