"""Whatever a manifest holds, reading it says something true and raises nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from packager.hrefs import Files
from packager.read.scorm import read_scorm
from tests.manifests import NAMESPACES_12, NAMESPACES_2004
from tests.spec.packages.fuzzing import check_read, fuzzed, parsed, trees

NAMES = ["metadata", "schema", "schemaversion", "organizations", "organization", "item", "title"]
NAMES += ["resources", "resource", "file", "dependency", "manifest", "lom", "adlcp:location"]
NAMES_12 = [f"adlcp:{n}" for n in ("prerequisites", "masteryscore", "maxtimeallowed")]
NAMES_12 += ["adlcp:timelimitaction", "adlcp:datafromlms"]
SEQUENCING = ["sequencing", "sequencingCollection", "controlMode", "sequencingRules", "objective"]
SEQUENCING += ["preConditionRule", "postConditionRule", "exitConditionRule", "ruleConditions"]
SEQUENCING += ["ruleCondition", "ruleAction", "limitConditions", "rollupRules", "rollupRule"]
SEQUENCING += ["rollupConditions", "rollupCondition", "rollupAction", "objectives", "mapInfo"]
SEQUENCING += ["primaryObjective", "minNormalizedMeasure", "randomizationControls"]
SEQUENCING += ["deliveryControls"]
NAMES_2004 = [f"imsss:{name}" for name in SEQUENCING]
NAMES_2004 += ["adlseq:objectives", "adlseq:objective", "adlseq:mapInfo", "adlcp:data", "adlcp:map"]
NAMES_2004 += ["adlseq:constrainedChoiceConsiderations", "adlseq:rollupConsiderations"]
NAMES_2004 += ["adlcp:completionThreshold", "adlcp:dataFromLMS", "adlcp:timeLimitAction"]
NAMES_2004 += ["adlnav:presentation", "adlnav:navigationInterface", "adlnav:hideLMSUI"]
ATTRIBUTES = ["identifier", "identifierref", "href", "default", "parameters", "isvisible", "type"]
ATTRIBUTES += ["adlcp:scormtype", "adlcp:scormType", "xml:base", "xml:lang", "version", "structure"]
ATTRIBUTES_2004 = [
    "ID",
    "IDRef",
    "choice",
    "flow",
    "action",
    "condition",
    "operator",
    "attemptLimit",
]
ATTRIBUTES_2004 += [
    "satisfiedByMeasure",
    "objectiveID",
    "targetObjectiveID",
    "targetID",
    "minimumCount",
]
ATTRIBUTES_2004 += [
    "minProgressMeasure",
    "progressWeight",
    "completedByMeasure",
    "conditionCombination",
]
ATTRIBUTES_2004 += ["childActivitySet", "rollupObjectiveSatisfied", "objectiveMeasureWeight"]
ATTRIBUTES_2004 += ["attemptAbsoluteDurationLimit", "measureThreshold", "selectCount", "tracked"]

FILES = ["imsmanifest.xml", "index.html", "a.html", "Index.HTML", "lom.xml", "é я"]

MANIFESTS = st.one_of(
    trees("manifest", [*NAMES, *NAMES_12], ATTRIBUTES, f" {NAMESPACES_12}"),
    trees(
        "manifest",
        [*NAMES, *NAMES_2004],
        [*ATTRIBUTES, *ATTRIBUTES_2004],
        f" {NAMESPACES_2004}",
    ),
)
TEXTS = st.dictionaries(st.sampled_from(["lom.xml", "a.html", "A"]), st.binary(max_size=80))


@given(document=MANIFESTS, texts=TEXTS)
@fuzzed
def test_any_manifest_is_read(document: str, texts: dict[str, bytes]) -> None:
    text = parsed(document, "imsmanifest.xml")
    assert text.root is not None
    read = read_scorm(text.root, Files(FILES), texts)
    check_read(read, text, "imsmanifest.xml", FILES)
