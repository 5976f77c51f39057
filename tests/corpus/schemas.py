"""Holds the tables of structure against the official schemas that lie in packages of a folder.

For each standard and edition: the schemas are taken from the packages, patched where libxml2 does
not take them as they are, and asked about every good manifest and about generated mutations of
them (`tests.corpus.manifest_mutations`); the verdicts of `packager.structure` have to be the same.
What remains different is argued in `ARGUED`. Run by `make corpus`, or as
`python -m tests.corpus.schemas DIR [MUTATIONS]`.
"""

from __future__ import annotations

import re
import sys
import tempfile
import zipfile
from collections import Counter
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final, NamedTuple

from lxml import etree

from cursus.xml import XmlFault, parse
from packager.rules import structure as rules
from packager.structure import Fault, faults, tables_for
from tests.corpus.manifest_mutations import mutated
from tests.manifests_full import FULL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from packager.model import Edition, Standard
    from packager.structure import Schema

Key = tuple["Standard", "Edition | None"]

LIMIT: Final = 10 << 20
MUTATIONS_EACH: Final = 600

KEYS: Final[tuple[Key, ...]] = (
    ("scorm12", None),
    ("scorm2004", "2nd"),
    ("scorm2004", "3rd"),
    ("scorm2004", "4th"),
    ("cmi5", None),
)

#: The schemas of each, by namespace. What an edition's packages lack is taken from another's.
_LOM: Final = {"http://ltsc.ieee.org/xsd/LOM": "lom.xsd"}
_OF_2004: Final = {
    "http://www.imsglobal.org/xsd/imscp_v1p1": "imscp_v1p1.xsd",
    "http://www.adlnet.org/xsd/adlcp_v1p3": "adlcp_v1p3.xsd",
    "http://www.adlnet.org/xsd/adlseq_v1p3": "adlseq_v1p3.xsd",
    "http://www.adlnet.org/xsd/adlnav_v1p3": "adlnav_v1p3.xsd",
    "http://www.imsglobal.org/xsd/imsss": "imsss_v1p0.xsd",
}
ROOTS: Final[dict[Standard, dict[str, str]]] = {
    "scorm12": {
        "http://www.imsproject.org/xsd/imscp_rootv1p1p2": "imscp_rootv1p1p2.xsd",
        "http://www.adlnet.org/xsd/adlcp_rootv1p2": "adlcp_rootv1p2.xsd",
        "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1": "imsmd_rootv1p2p1.xsd",
    },
    "scorm2004": _OF_2004 | _LOM,
    "cmi5": {
        "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd": "CourseStructure.xsd",
    },
}


class Argued(NamedTuple):
    """Faults that only we see, and why that is as it should be."""

    why: str
    holds: Callable[[Fault], bool]


#: Elements whose last own part repeats, so that others may follow only after all of them.
_REPEATING: Final = frozenset(
    {"manifest", "organizations", "resources", "resource", "objectives", "title", "description"}
)


def _before_own(fault: Fault) -> bool:
    """Whether a fault is an element of another namespace among those that repeat."""
    own = str(fault.values.get("expected")).split(", ")
    return (
        fault.rule.id == rules.OUT_OF_ORDER.id
        and fault.values["parent"] in _REPEATING
        and fault.values["name"] not in own
    )


ARGUED: Final = (
    Argued(
        "libxml2 does not look whether an IDREF refers to anything (XML Schema 1.0, cvc-id.1)",
        lambda fault: fault.rule.id == rules.DANGLING_REFERENCE.id,
    ),
    Argued(
        "libxml2 takes `a*` followed by any number of other namespaces as both in any order; it is"
        " a sequence (XML Schema 1.0, 3.8.4)",
        _before_own,
    ),
)


class Package(NamedTuple):
    """A descriptor and the schemas beside it."""

    key: Key
    descriptor: bytes
    schemas: dict[str, bytes]


def main(folder: Path, mutations: int = MUTATIONS_EACH) -> int:
    """Compare all verdicts, print what differs, return how many differences are not argued."""
    packages = list(_packages(folder))
    unargued = 0
    for key in KEYS:
        schema = tables_for(*key)
        with tempfile.TemporaryDirectory() as place:
            official = _official(key, packages, Path(place))
            if official is None:
                print(f"{schema.title:<24} no official schemas in {folder}")
                continue
            seeds = [package.descriptor for package in packages if package.key == key]
            unargued += _compare(schema, official, [*seeds, FULL[key].encode()], mutations)
    return unargued


def _compare(schema: Schema, official: etree.XMLSchema, seeds: list[bytes], mutations: int) -> int:
    """Compare the verdicts on an edition's manifests and on mutations of the good ones."""
    counts: Counter[str] = Counter()
    unargued = 0
    good = []
    for seed in seeds:
        difference, valid, _ = _judge(schema, official, seed)
        unargued += _told(difference, "as it is")
        if valid and difference is None:
            good.append(seed)
    random = Random(schema.title)
    for number in range(mutations):
        # every other one is of the manifest that has everything, where there is more to break
        seed = good[-1] if number % 2 else random.choice(good)
        data, what = mutated(seed, random)
        difference, valid, found = _judge(schema, official, data)
        counts["valid" if valid else "not valid"] += 1
        counts["told once"] += not valid and found == 1
        counts["argued"] += bool(difference and difference.startswith("argued"))
        unargued += _told(difference, what)
    print(
        f"{schema.title:<24} {len(seeds)} manifests, {len(good)} good; {mutations} mutations:"
        f" {counts['valid']} valid, {counts['not valid']} not ({counts['told once']} told by one"
        f" finding); {counts['argued']} argued, {unargued} to explain"
    )
    return unargued


def _told(difference: str | None, what: str) -> int:
    if difference is None or difference.startswith("argued"):
        return 0
    print(f"  DIFFERENT: {what}: {difference}")
    return 1


def _judge(schema: Schema, official: etree.XMLSchema, data: bytes) -> tuple[str | None, bool, int]:
    """Return how the verdicts differ if they do, the official one, and how many faults we find."""
    found = faults(parse(data, limit=LIMIT), schema)
    valid = official.validate(parse(data, limit=LIMIT))
    if valid == (not found):
        return None, valid, len(found)
    if valid:
        why = argued(found)
        ours = "; ".join(f"{fault.element} {fault.text.en}" for fault in found[:3])
        return (f"argued: {why}" if why else f"only we say: {ours}"), valid, len(found)
    missed = next(iter(list(official.error_log)), None)  # type: ignore[call-overload] # it can
    return f"we miss: {missed}", valid, len(found)


def argued(found: list[Fault]) -> str | None:
    """Return why faults are none to the official schemas, None where one of them is not argued."""
    reasons = [next((a.why for a in ARGUED if a.holds(fault)), None) for fault in found]
    return None if None in reasons else "; ".join(sorted(set(filter(None, reasons))))


# The official schemas


def _packages(folder: Path) -> Iterator[Package]:
    """Yield what is readable of the packages below a folder."""
    for path in sorted(folder.rglob("*.zip")):
        try:
            archive = zipfile.ZipFile(path)
        except zipfile.BadZipFile:
            continue
        with archive:
            names = archive.namelist()
            for name in ("imsmanifest.xml", "cmi5.xml"):
                if name not in names:
                    continue
                try:
                    data = archive.read(name)
                    key = _key(data)
                except (XmlFault, zipfile.BadZipFile, RuntimeError):
                    continue
                schemas = {n: archive.read(n) for n in names if n.endswith((".xsd", ".dtd"))}
                yield Package(key, data, schemas)
    for path in sorted(folder.rglob("CourseStructure.xsd")):
        yield Package(("cmi5", None), FULL["cmi5", None].encode(), {path.name: path.read_bytes()})


def _key(data: bytes) -> Key:
    """Return the standard and edition of a descriptor."""
    root = parse(data, limit=LIMIT)
    if str(root.tag).endswith("courseStructure"):
        return "cmi5", None
    if "imscp_rootv1p1p2" in str(root.tag):
        return "scorm12", None
    said = next((element.text or "" for element in root.iter("{*}schemaversion")), "")
    if "2004 3rd" in said:
        return "scorm2004", "3rd"
    return "scorm2004", "2nd" if "1.3" in said else "4th"


def _official(key: Key, packages: list[Package], place: Path) -> etree.XMLSchema | None:
    """Return the official schemas of an edition, put together and compiled."""
    roots = ROOTS[key[0]]
    own = [package.schemas for package in packages if package.key == key]
    others = [package.schemas for package in packages if package.key != key]
    needed = set(roots.values()) - set(_LOM.values())
    files = next((schemas for schemas in own if needed <= schemas.keys()), None)
    if files is None:
        return None
    for schemas in [*own, *others]:
        if _LOM.keys() & roots.keys() and "lom.xsd" in schemas:
            files = schemas | files
            break
    of_xml = next((s["xml.xsd"] for s in [files, *others] if "xml.xsd" in s), None)
    if of_xml is not None:
        files = files | {"xml.xsd": of_xml, "ims_xml.xsd": of_xml}
    for name, data in files.items():
        target = place / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(_patched(name, data))
    imports = "".join(
        f'<xs:import namespace="{uri}" schemaLocation="{name}"/>' for uri, name in roots.items()
    )
    whole = place / "whole.xsd"
    whole.write_text(
        f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>'
    )
    return etree.XMLSchema(etree.parse(whole))


def _patched(name: str, data: bytes) -> bytes:
    """Mend what libxml2 does not take.

    The content model of IMS metadata 1.2.1 is not deterministic (any element after optional
    ones), and content packaging of 2004 wants a schema from the net.
    """
    base = name.rpartition("/")[2]
    if base == "imsmd_rootv1p2p1.xsd":
        return re.sub(rb'<xsd:group\s+ref="grp\.any"\s*/>', b"", data)
    if base == "imscp_v1p1.xsd":
        return data.replace(b"http://www.w3.org/2001/03/xml.xsd", b"xml.xsd")
    return data


if __name__ == "__main__":
    sys.exit(1 if main(Path(sys.argv[1]), *map(int, sys.argv[2:])) else 0)
