"""For every rule about a manifest of SCORM and its sequencing a package that breaks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.limits import ArchiveLimits
from tests.manifests import (
    ITEM,
    NAMESPACES_12,
    RESOURCE_12,
    RESOURCE_2004,
    manifest_12,
    manifest_2004,
    organization,
    organizations,
    package,
)
from tests.spec.packages.sample import Sample

if TYPE_CHECKING:
    from collections.abc import Mapping


def of_12(inside: str = "", attributes: str = 'identifierref="R"') -> Sample:
    """A package of SCORM 1.2 with more in its item."""
    item = f'<item identifier="I" {attributes}><title>Lesson</title>{inside}</item>'
    return Sample(package(manifest_12(organizations(organization(item)))))


def of_2004(inside: str, version: str = "2004 4th Edition", more: str = "") -> Sample:
    """A package of SCORM 2004 with more in its item."""
    item = f'<item identifier="I" identifierref="R"><title>Lesson</title>{inside}</item>'
    tree = organizations(organization(item))
    return Sample(package(manifest_2004(tree, version=version, more=more)))


def sequenced(inside: str) -> Sample:
    """A package of SCORM 2004 with sequencing on its only item."""
    return of_2004(f"<imsss:sequencing>{inside}</imsss:sequencing>")


def sequenced_root(inside: str) -> Sample:
    """A package of SCORM 2004 with sequencing on the organization."""
    more = f"<imsss:sequencing>{inside}</imsss:sequencing>"
    return Sample(package(manifest_2004(organizations(organization(ITEM, more=more)))))


def rule(kind: str, condition: str, action: str) -> str:
    """A sequencing rule with one condition."""
    stated = f'<imsss:ruleAction action="{action}"/>' if action else ""
    return (
        f"<imsss:sequencingRules><imsss:{kind}><imsss:ruleConditions>"
        f"<imsss:ruleCondition {condition}/></imsss:ruleConditions>{stated}"
        f"</imsss:{kind}></imsss:sequencingRules>"
    )


def rollup(attributes: str) -> str:
    """A rollup rule."""
    return (
        f"<imsss:rollupRules><imsss:rollupRule {attributes}><imsss:rollupConditions>"
        '<imsss:rollupCondition condition="satisfied"/></imsss:rollupConditions>'
        '<imsss:rollupAction action="satisfied"/></imsss:rollupRule></imsss:rollupRules>'
    )


def objectives(inside: str) -> str:
    """The objectives of an activity."""
    return f"<imsss:objectives>{inside}</imsss:objectives>"


def objective(name: str, *maps: str, element: str = "objective") -> str:
    """An objective with its maps."""
    inside = "".join(f"<imsss:mapInfo {written}/>" for written in maps)
    named = f' objectiveID="{name}"' if name else ""
    return f"<imsss:{element}{named}>{inside}</imsss:{element}>"


def extended(name: str) -> str:
    """The objectives of adlseq."""
    return (
        f'<adlseq:objectives><adlseq:objective objectiveID="{name}">'
        '<adlseq:mapInfo targetObjectiveID="G"/></adlseq:objective></adlseq:objectives>'
    )


def hide(control: str) -> str:
    """The presentation that hides a control."""
    return (
        "<adlnav:presentation><adlnav:navigationInterface>"
        f"<adlnav:hideLMSUI>{control}</adlnav:hideLMSUI>"
        "</adlnav:navigationInterface></adlnav:presentation>"
    )


def with_metadata(inside: str, files: Mapping[str, bytes] | None = None) -> Sample:
    """A package of SCORM 1.2 with more in the metadata of its manifest."""
    manifest = manifest_12().replace("</metadata>", f"{inside}</metadata>", 1)
    return Sample(package(manifest, {"index.html": b"x"} | dict(files or {})))


def located(name: str, files: Mapping[str, bytes] | None = None) -> Sample:
    """A package of SCORM 1.2 whose metadata lie in a file."""
    return with_metadata(f"<adlcp:location>{name}</adlcp:location>", files)


_PRIMARY = objective("P", element="primaryObjective")
_MUCH = (
    '<imsss:sequencingCollection><imsss:sequencing ID="S"><imsss:sequencingRules>'
    + "<imsss:preConditionRule/>" * 1000
    + "</imsss:sequencingRules></imsss:sequencing></imsss:sequencingCollection>"
)
_SHARING = "".join(
    f'<item identifier="I{n}" identifierref="R"><title>Lesson</title>'
    '<imsss:sequencing IDRef="S"/></item>'
    for n in range(100)
)

MANIFEST_SAMPLES: Mapping[str, Sample] = {
    "package.imumk": Sample(
        package(
            manifest_2004(
                None,
                RESOURCE_2004.replace("index.html", "index.xml").replace(
                    "</resource>", "<technical/></resource>"
                ),
                version=None,
            ),
            {"index.xml": b"<a/>"},
        )
    ),
    "scorm.version-spelling": Sample(package(manifest_2004(version="2004 2nd Edition"))),
    "scorm.namespace-wrong": Sample(
        package(manifest_12(namespaces=NAMESPACES_12.replace("imsproject.org", "imsglobal.org")))
    ),
    "scorm.prefixes": Sample(
        package(
            manifest_12().replace("adlcp:scormtype", "ns0:scormtype").replace(":adlcp=", ":ns0=")
        )
    ),
    "scorm.type-namespace": Sample(package(manifest_12().replace("adlcp:scormtype", "scormtype"))),
}

SEQUENCING_SAMPLES: Mapping[str, Sample] = {
    "scorm.value-unknown": sequenced('<imsss:controlMode flow="yes"/>'),
    "scorm2004.rule-unusable": sequenced(rule("preConditionRule", 'condition="always"', "exit")),
    "scorm2004.rule-without-action": sequenced(rule("exitConditionRule", 'condition="always"', "")),
    "scorm2004.measure-range": sequenced(
        '<imsss:rollupRules objectiveMeasureWeight="7"></imsss:rollupRules>'
    ),
    "scorm2004.count-wrong": sequenced('<imsss:limitConditions attemptLimit="-1"/>'),
    "scorm2004.collection-dangling": of_2004('<imsss:sequencing IDRef="X"/>'),
    "scorm2004.too-much-sequencing": Sample(
        package(manifest_2004(organizations(organization(_SHARING)), more=_MUCH)),
        ArchiveLimits(ratio=10_000),
    ),
    "scorm12.sequencing": Sample(
        package(
            manifest_12(
                organizations(
                    organization(
                        '<item identifier="I" identifierref="R"><title>Lesson</title>'
                        '<imsss:sequencing xmlns:imsss="http://www.imsglobal.org/xsd/imsss"/>'
                        "</item>"
                    )
                )
            )
        )
    ),
    "scorm2004.fourth-edition-only": of_2004(
        '<adlcp:data><adlcp:map targetID="D"/></adlcp:data>', "2004 3rd Edition"
    ),
    "scorm2004.completion-threshold-text": of_2004(
        "<adlcp:completionThreshold>0.5</adlcp:completionThreshold>"
    ),
    "scorm2004.hide-ui": of_2004(hide("everything")),
    "scorm2004.hide-ui-edition": of_2004(hide("suspendAll"), "CAM 1.3"),
    "scorm2004.objective-twice": sequenced(objectives(_PRIMARY + objective("P"))),
    "scorm2004.primary-objective-twice": sequenced(
        objectives(_PRIMARY + objective("Q", element="primaryObjective"))
    ),
    "scorm2004.objective-nameless": sequenced(
        objectives(objective("", 'targetObjectiveID="G"', element="primaryObjective"))
    ),
    "scorm2004.rule-objective-unknown": sequenced(
        rule("preConditionRule", 'condition="satisfied" referencedObjective="X"', "skip")
        + objectives(_PRIMARY)
    ),
    "scorm2004.extended-objective-unknown": sequenced(objectives(_PRIMARY) + extended("X")),
    "scorm2004.map-reads-several": sequenced(
        objectives(_PRIMARY + objective("Q", 'targetObjectiveID="G"', 'targetObjectiveID="H"'))
    ),
    "scorm2004.map-writes-twice": sequenced(
        objectives(
            _PRIMARY
            + objective("Q", 'targetObjectiveID="G" writeSatisfiedStatus="true"')
            + objective("R", 'targetObjectiveID="G" writeSatisfiedStatus="true"')
        )
    ),
    "scorm2004.minimum-absent": sequenced_root(rollup('childActivitySet="atLeastCount"')),
    "scorm2004.minimum-unreachable": sequenced_root(
        rollup('childActivitySet="atLeastCount" minimumCount="2"')
    ),
    "scorm2004.select-count": sequenced_root(
        '<imsss:randomizationControls selectionTiming="once" selectCount="5"/>'
    ),
    "scorm2004.children-unreachable": Sample(
        package(
            manifest_2004(
                organizations(
                    organization(
                        ITEM
                        + '<item identifier="C"><title>Part</title>'
                        + ITEM.replace('"I"', '"I2"')
                        + '<imsss:sequencing><imsss:controlMode choice="false"/></imsss:sequencing>'
                        "</item>"
                    )
                )
            )
        )
    ),
    "scorm2004.course-unreachable": sequenced_root('<imsss:controlMode choice="false"/>'),
    "scorm2004.attempt-limit-zero": sequenced('<imsss:limitConditions attemptLimit="0"/>'),
    "scorm2004.optional-element": sequenced(
        '<imsss:limitConditions activityAbsoluteDurationLimit="PT1H"/>'
    ),
    "scorm2004.no-effect": sequenced(rollup("")),
    "scorm2004.data-map-twice": of_2004(
        '<adlcp:data><adlcp:map targetID="D"/><adlcp:map targetID="D"/></adlcp:data>'
    ),
    "scorm2004.data-map-nameless": of_2004("<adlcp:data><adlcp:map/></adlcp:data>"),
}

METADATA_SAMPLES: Mapping[str, Sample] = {
    "scorm.schema-wrong": Sample(package(manifest_12().replace("ADL SCORM", "IMS Content"))),
    "metadata.file-missing": located("lost.xml"),
    "metadata.elsewhere": located("https://example.org/lom.xml"),
    "metadata.not-well-formed": located("lom.xml", {"lom.xml": b"<lom><a></lom>"}),
    "metadata.not-lom": located("lom.xml", {"lom.xml": b"<html/>"}),
    "metadata.too-large": Sample(
        with_metadata(f"<lom><a>{'x' * 65_000}</a></lom>" * 5).data, ArchiveLimits(ratio=10_000)
    ),
}

MORE_ITEM_SAMPLES: Mapping[str, Sample] = {
    "scorm2004.element-of-12": of_2004("<adlcp:prerequisites>I</adlcp:prerequisites>"),
    "scorm12.prerequisites-syntax": of_12("<adlcp:prerequisites>I&amp;</adlcp:prerequisites>"),
    "scorm12.prerequisites-unknown": of_12("<adlcp:prerequisites>X</adlcp:prerequisites>"),
    "scorm12.launch-data-long": of_12(f"<adlcp:datafromlms>{'x' * 256}</adlcp:datafromlms>"),
    "scorm2004.launch-data-long": of_2004(f"<adlcp:dataFromLMS>{'x' * 4001}</adlcp:dataFromLMS>"),
    "scorm2004.title-portable": Sample(package(manifest_2004().replace("Lesson", "T" * 201))),
    "scorm.href-encoded": Sample(
        package(
            manifest_12(None, RESOURCE_12.replace("index.html", "a%20b.html")),
            {"a b.html": b"x"},
        )
    ),
    "scorm.href-code-page": Sample(
        package(
            manifest_12(None, RESOURCE_12.replace("index.html", "%F3%F0%EE%EA.html")),
            {"урок.html": b"x"},
        )
    ),
}

SCORM_SAMPLES: Mapping[str, Sample] = {
    **MANIFEST_SAMPLES,
    **SEQUENCING_SAMPLES,
    **METADATA_SAMPLES,
    **MORE_ITEM_SAMPLES,
}
