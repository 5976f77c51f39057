"""What a package is: which file describes it, and which standard and edition it follows.

Pure: names and facts of the manifest in, a decision and findings out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from packager.foreign import foreign_archive
from packager.rules import cmi5 as cmi5_rules
from packager.rules import identification as rules
from packager.rules import manifest as manifest_rules
from packager.rules import xapi as xapi_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from packager.findings import Finding, Rule
    from packager.model import Edition
    from packager.read.parts import Part

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

Kind = Literal["imsmanifest", "cmi5", "tincan", "aicc"]


#: How the descriptor of each standard is called; one of AICC is called by its course.
_CALLED: dict[Kind, str] = {
    "imsmanifest": MANIFEST,
    "cmi5": "cmi5.xml",
    "tincan": "tincan.xml",
}
_RANK: dict[Kind, int] = {"imsmanifest": 0, "cmi5": 1, "tincan": 2, "aicc": 3}

#: What is said of a descriptor in a wrapping folder, in a folder beside other files (None where
#: it is read there), and of one whose name has other letters (None where that is allowed).
_PLACE_RULES: dict[Kind, tuple[Rule, Rule | None, Rule | None]] = {
    "imsmanifest": (rules.MANIFEST_WRAPPED, rules.MANIFEST_DEEP, rules.MANIFEST_CASE),
    "cmi5": (cmi5_rules.WRAPPED, cmi5_rules.NOT_AT_ROOT, cmi5_rules.NAME_CASE),
    "tincan": (xapi_rules.WRAPPED, xapi_rules.NOT_AT_ROOT, xapi_rules.NAME_CASE),
    "aicc": (rules.AICC_WRAPPED, None, None),
}


class Descriptor(NamedTuple):
    """The file that describes a package."""

    kind: Kind
    name: str  # in the archive
    folder: str  # "" or the wrapping folder with its slash, to be taken off all names

    @property
    def served(self) -> str:
        """The name that it is served under and that findings call it by."""
        return _CALLED.get(self.kind, self.name[len(self.folder) :])


class Evidence(NamedTuple):
    """What in a manifest speaks for a version of SCORM."""

    namespaces: frozenset[str]  # all that it declares
    type_spelling: str | None  # "scormtype" or "scormType" as written
    schemaversion: str | None
    place: Part | None = None  # of schemaversion


class Version(NamedTuple):
    """The version that a package is read and played as."""

    standard: Literal["scorm12", "scorm2004"]
    edition: Edition | None  # None when SCORM 2004 is meant without saying which

    def __str__(self) -> str:
        """Return it in the words of its own name."""
        if self.standard == "scorm12":
            return "SCORM 1.2"
        return f"SCORM 2004 {self.edition} Edition" if self.edition else "SCORM 2004"


#: What schemaversion says, letter for letter, for each version that has a word of its own.
SCHEMAVERSIONS = {
    Version("scorm12", None): "1.2",
    Version("scorm2004", "2nd"): "CAM 1.3",
    Version("scorm2004", "3rd"): "2004 3rd Edition",
    Version("scorm2004", "4th"): "2004 4th Edition",
}


def find_descriptor(
    names: Sequence[str],
) -> tuple[Descriptor | None, list[Finding]]:
    """Find what describes a package among the names of its archive; an error says why nothing does.

    The shallowest descriptor is the package's own; of several that lie equally deep the one of
    the first standard of `_CALLED`, then AICC. Where all files lie below one folder the folder is
    taken off; other descriptors are reported and not used.
    """
    found = sorted(_descriptors(names), key=lambda d: (_depth(d.name), _RANK[d.kind], d.name))
    if not found:
        return None, [foreign_archive(names)]
    first = found[0]
    rest = [other for other in found[1:] if "aicc" not in (first.kind, other.kind)]
    equals = [d.name for d in (first, *rest) if (d.kind, _depth(d.name)) == _place(first)]
    if len(equals) > 1:
        return None, [rules.MANIFEST_SEVERAL.at(names=", ".join(equals[:_NAMES_SHOWN]))]
    wrapped, deep, case = _PLACE_RULES[first.kind]
    findings = []
    if not all(name.startswith(first.folder) for name in names):
        if deep is not None:
            return None, [deep.at(first.name)]
        first = first._replace(folder="")
    if first.folder:
        findings.append(wrapped.at(first.name, folder=first.folder))
    if case is not None and first.name != first.folder + first.served:
        findings.append(case.at(first.name, name=_last(first.name)))
    findings += _others(first, found[1:])
    return first, findings


def _descriptors(names: Sequence[str]) -> Iterator[Descriptor]:
    """Yield everything that may describe a package, with the folder that it lies in."""
    kinds = {name: kind for kind, name in _CALLED.items()}
    tables: dict[str, dict[str, str]] = {}  # folder -> ending of AICC -> its first file
    for name in names:
        folder, last = _folder(name), _last(name).lower()
        ending = last[last.rfind(".") + 1 :]
        if last in kinds:
            yield Descriptor(kinds[last], name, folder)
        elif ending == "crs":
            yield Descriptor("aicc", name, folder)
        if ending in ("crs", "au", "cst"):
            tables.setdefault(folder, {}).setdefault(ending, name)
    for folder, endings in tables.items():
        if endings.keys() == {"au", "cst"}:
            yield Descriptor("aicc", endings["au"], folder)


def _others(first: Descriptor, others: Iterable[Descriptor]) -> Iterator[Finding]:
    """Yield that further descriptors are not used; files of AICC belong together."""
    for other in others:
        if other.kind != first.kind:
            yield rules.ALSO.at(other.name, name=other.name, used=first.served)
        elif other.kind != "aicc":
            yield rules.MANIFEST_NESTED.at(other.name)


def _place(descriptor: Descriptor) -> tuple[Kind, int]:
    return descriptor.kind, _depth(descriptor.name)


def _folder(name: str) -> str:
    return name[: name.rfind("/") + 1]


def _last(name: str) -> str:
    return name[name.rfind("/") + 1 :]


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
    place = evidence.place
    at = (file, None if place is None else place.line, None, place and place.path)
    if not text:
        finding = rules.VERSION_ABSENT.at(file, None, None, "/manifest", played=version)
    elif said is None:
        finding = rules.VERSION_UNCLEAR.at(*at, text=text, played=version)
    elif not agrees:
        names = Version(standard, None)
        finding = rules.VERSION_CONFLICT.at(*at, namespaces=names, text=text, played=version)
    elif (wanted := SCHEMAVERSIONS.get(version)) is None:
        finding = rules.VERSION_UNCLEAR.at(*at, text=text, played=version)
    elif text != wanted:
        finding = manifest_rules.VERSION_SPELLING.at(*at, text=text, wanted=wanted)
    else:
        return version, []
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
