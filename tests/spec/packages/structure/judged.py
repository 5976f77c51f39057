"""Judging fragments: the faults of a text of XML by the tables of a standard."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cursus.xml import parse
from packager.structure import faults, tables_for

if TYPE_CHECKING:
    from packager.model import Edition, Standard
    from packager.structure import Fault

CP_12 = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
MD_12 = "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"
CP = "http://www.imsglobal.org/xsd/imscp_v1p1"
ADLCP = "http://www.adlnet.org/xsd/adlcp_v1p3"
ADLSEQ = "http://www.adlnet.org/xsd/adlseq_v1p3"
ADLNAV = "http://www.adlnet.org/xsd/adlnav_v1p3"
SS = "http://www.imsglobal.org/xsd/imsss"
LOM = "http://ltsc.ieee.org/xsd/LOM"
CMI5 = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"


def judged(standard: Standard, edition: Edition | None, xml: str) -> list[Fault]:
    """Return what is wrong with a text, its root in any namespace of the standard."""
    return faults(parse(xml.encode(), limit=20 << 20), tables_for(standard, edition))


def told(standard: Standard, edition: Edition | None, xml: str) -> list[tuple[str, str | None]]:
    """Return which rules are broken, without their family, and where."""
    found = judged(standard, edition, xml)
    return [(fault.rule.id.removeprefix("structure."), fault.element) for fault in found]


def with_namespace(fragment: str, uri: str) -> str:
    """Put a fragment's root, and what has no prefix in it, into a namespace."""
    return re.sub(r"^<\w+", rf'\g<0> xmlns="{uri}"', fragment)
