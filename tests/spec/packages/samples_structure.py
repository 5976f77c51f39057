"""For every rule about structure a package that breaks it and nothing that is read otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.manifests import (
    ITEM,
    NAMESPACES_2004,
    RESOURCE_12,
    manifest_12,
    manifest_2004,
    organization,
    organizations,
    package,
)
from tests.manifests_full import LOM_12
from tests.spec.packages.sample import Sample
from tests.spec.packages.samples_scorm import of_12, of_2004

if TYPE_CHECKING:
    from collections.abc import Mapping

_LOM = '<metadata><lom xmlns="http://ltsc.ieee.org/xsd/LOM">{}</lom></metadata>'


def described(lom: str) -> Sample:
    """A package of SCORM 2004 whose item has metadata."""
    return of_2004(_LOM.format(lom))


def record(lom: str) -> Sample:
    """A package of SCORM 1.2 with metadata in a file."""
    more = "<metadata><adlcp:location>meta.xml</adlcp:location></metadata>"
    page = b"<title>Lesson</title>"
    tree = organizations(organization(ITEM, more=more))
    return Sample(package(manifest_12(tree), {"index.html": page, "meta.xml": lom.encode()}))


STRUCTURE_SAMPLES: Mapping[str, Sample] = {
    "structure.wrong-root": record(LOM_12.replace("imsmd_rootv1p2p1", "imsmd_v1p2")),
    "structure.unexpected-element": of_12("<remark/>"),
    "structure.misnamed-element": of_12("<Metadata/>"),
    "structure.out-of-order": Sample(
        package(manifest_12(organizations(organization("<metadata/>" + ITEM))))
    ),
    "structure.missing-element": of_2004("<adlcp:data/>"),
    "structure.too-many": of_12("<title>Again</title>"),
    "structure.missing-attribute": Sample(
        package(manifest_12(resources=RESOURCE_12.replace('type="webcontent"', "")))
    ),
    "structure.unknown-attribute": of_12(attributes='identifierref="R" hidden="true"'),
    "structure.wrong-type": described(
        "<annotation><date><dateTime>31.05.2024</dateTime></date></annotation>"
    ),
    "structure.not-in-vocabulary": described(
        "<general><structure><value>Hierarchical</value></structure></general>"
    ),
    "structure.too-long": of_12(attributes=f'identifierref="R" parameters="?{"a" * 1000}"'),
    "structure.out-of-range": described("<technical><size>-1</size></technical>"),
    "structure.duplicate-id": Sample(
        package(
            manifest_12(
                organizations(organization(identifier="R"), default="R"),
            )
        )
    ),
    "structure.dangling-reference": Sample(
        package(
            manifest_2004(
                more="<imsss:sequencingCollection><imsss:sequencing ID='A' IDRef='B'/>"
                "</imsss:sequencingCollection>"
            )
        )
    ),
    "structure.stray-text": Sample(package(manifest_12(resources=f"{RESOURCE_12} and more"))),
    "structure.foreign-namespace": of_12('<v:colour xmlns:v="https://example.org/vendor"/>'),
    "structure.newer-edition": Sample(
        package(
            manifest_2004(
                version="2004 3rd Edition",
                namespaces=f'{NAMESPACES_2004} xmlns:v="https://example.org/vendor"',
                more="<v:colour/>",
            )
        )
    ),
}
