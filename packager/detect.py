"""What a package is: which file describes it, and which standard and edition it follows.

Pure: names and facts of the manifest in, a decision and findings out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from packager.rules import identification as rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from packager.findings import Finding
    from packager.model import Edition

MANIFEST = "imsmanifest.xml"
_NAMES_SHOWN = 10

# Namespaces of each version; deviating ones of real packages end with the same last part.
NAMESPACES_12 = ("imscp_rootv1p1p2", "adlcp_rootv1p2", "imsmd_rootv1p2p1", "adlcp_v1p2")
NAMESPACES_2004 = ("imscp_v1p1", "adlcp_v1p3", "adlseq_v1p3", "adlnav_v1p3", "imsss")

_EDITION_TEXTS: tuple[tuple[re.Pattern[str], Edition], ...] = (
    (re.compile(r"2004\s*4(th|nd|rd)?\b.*|CAM\s*1\.3\.3", re.IGNORECASE), "4th"),
    (re.compile(r"2004\s*3(rd|th)?\b.*|CAM\s*1\.3\.2", re.IGNORECASE), "3rd"),
    (re.compile(r"(CAM\s*)?1\.3(\.[01])?|2004\s*2(nd)?\b.*", re.IGNORECASE), "2nd"),
)
_TEXT_2004 = re.compile(r"(SCORM\s*)?2004\b.*", re.IGNORECASE)
_TEXT_12 = re.compile(r"(SCORM\s*)?1\.2(\.\d)?", re.IGNORECASE)

_OTHERS = {"cmi5.xml": rules.IS_CMI5, "tincan.xml": rules.IS_XAPI}
_AICC_ENDINGS = (".crs", ".au", ".cst")


class Descriptor(NamedTuple):
    """The file that describes a package."""

    name: str  # in the archive
    folder: str  # "" or the wrapping folder with its slash, to be taken off all names


class Evidence(NamedTuple):
    """What in a manifest speaks for a version of SCORM."""

    namespaces: frozenset[str]  # all that it declares
    type_spelling: str | None  # "scormtype" or "scormType" as written
    schemaversion: str | None
    schemaversion_line: int | None = None


class Version(NamedTuple):
    """The version that a package is read and played as."""

    standard: Literal["scorm12", "scorm2004"]
    edition: Edition | None  # None when SCORM 2004 is meant without saying which

    def __str__(self) -> str:
        """Return it in the words of its own name."""
        if self.standard == "scorm12":
            return "SCORM 1.2"
        return f"SCORM 2004 {self.edition} Edition" if self.edition else "SCORM 2004"


def find_descriptor(
    names: Sequence[str],
) -> tuple[Descriptor | None, list[Finding]]:
    """Find the SCORM manifest among the names of an archive; an error says why there is none.

    The shallowest manifest is the package's own. Where all files lie below one folder the folder
    is taken off; another descriptor beside the manifest is reported and not used.
    """
    manifests = sorted(
        (name for name in names if _base(name) == MANIFEST), key=lambda name: (_depth(name), name)
    )
    if not manifests:
        return None, [_without_manifest(names)]
    first = manifests[0]
    equals = [name for name in manifests if _depth(name) == _depth(first)]
    if len(equals) > 1:
        return None, [rules.MANIFEST_SEVERAL.at(names=", ".join(equals[:_NAMES_SHOWN]))]
    folder = first[: first.rfind("/") + 1]
    findings = [rules.MANIFEST_NESTED.at(name) for name in manifests[1:]]
    if folder:
        if not all(name.startswith(folder) for name in names):
            return None, [rules.MANIFEST_DEEP.at(first)]
        findings.append(rules.MANIFEST_WRAPPED.at(first, folder=folder))
    if first[len(folder) :] != MANIFEST:
        findings.append(rules.MANIFEST_CASE.at(first))
    findings += [rules.ALSO.at(name, name=name) for name in names if _base(name) in _OTHERS]
    return Descriptor(first, folder), findings


def _without_manifest(names: Sequence[str]) -> Finding:
    """Return what a package without a SCORM manifest is."""
    for base, rule in _OTHERS.items():
        for name in sorted(names, key=_depth):
            if _base(name) == base:
                return rule.at(name)
    for name in names:
        if name.lower().endswith(_AICC_ENDINGS):
            return rules.IS_AICC.at(name)
    top = sorted({name.partition("/")[0] for name in names})
    shown = ", ".join(top[:_NAMES_SHOWN]) + (", …" if len(top) > _NAMES_SHOWN else "")
    return rules.MANIFEST_MISSING.at(names=shown or "—")


def _base(name: str) -> str:
    return name[name.rfind("/") + 1 :].lower()


def _depth(name: str) -> int:
    return name.count("/")


def decide_version(evidence: Evidence, file: str) -> tuple[Version, list[Finding]]:
    """Decide the version: by namespaces, then by the spelling of scormtype, then by text.

    Tools copy the text from templates more often wrongly than the namespaces, on which parsing
    itself depends.
    """
    text = (evidence.schemaversion or "").strip()
    said = _version_of_text(text)
    by_names = _by_namespaces(evidence.namespaces)
    standard: Literal["scorm12", "scorm2004"]
    if by_names is not None:
        standard = by_names
    elif evidence.type_spelling is not None:
        standard = "scorm2004" if evidence.type_spelling == "scormType" else "scorm12"
    else:
        standard = said.standard if said else "scorm12"
    agrees = said is not None and said.standard == standard
    version = said if said is not None and agrees else Version(standard, None)
    if agrees:
        return version, []
    if not text:
        finding = rules.VERSION_ABSENT.at(file, played=version)
    elif said is None:
        finding = rules.VERSION_UNCLEAR.at(
            file, evidence.schemaversion_line, text=text, played=version
        )
    else:
        finding = rules.VERSION_CONFLICT.at(
            file,
            evidence.schemaversion_line,
            namespaces=Version(standard, None),
            text=text,
            played=version,
        )
    return version, [finding]


def _version_of_text(text: str) -> Version | None:
    """Return what a schemaversion means; many spellings of each are about."""
    if _TEXT_12.fullmatch(text):
        return Version("scorm12", None)
    for pattern, edition in _EDITION_TEXTS:
        if pattern.fullmatch(text.removeprefix("SCORM ").strip()):
            return Version("scorm2004", edition)
    return Version("scorm2004", None) if _TEXT_2004.fullmatch(text) else None


def _by_namespaces(namespaces: Iterable[str]) -> Literal["scorm12", "scorm2004"] | None:
    last_parts = {namespace.rstrip("/").rpartition("/")[2].lower() for namespace in namespaces}
    old = sum(part in last_parts for part in NAMESPACES_12)
    new = sum(part in last_parts for part in NAMESPACES_2004)
    if old == new:
        return None
    return "scorm2004" if new > old else "scorm12"
