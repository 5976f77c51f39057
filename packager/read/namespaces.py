"""Namespaces and prefixes of a manifest: read whatever they are, and told. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.read.values import say
from packager.rules import manifest as rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from packager.detect import Version
    from packager.findings import Finding
    from packager.read.imsmanifest import Manifest
    from packager.read.parts import Part

_IMSCP = {
    "scorm12": "http://www.imsproject.org/xsd/imscp_rootv1p1p2",
    "scorm2004": "http://www.imsglobal.org/xsd/imscp_v1p1",
}
_IMSSS = "http://www.imsglobal.org/xsd/imsss"
#: Namespace -> the prefix that everyone writes and that some LMSs look for as text.
_PREFIXES: dict[str, str | None] = {
    "http://www.adlnet.org/xsd/adlcp_rootv1p2": "adlcp",
    "http://www.adlnet.org/xsd/adlcp_v1p3": "adlcp",
    "http://www.adlnet.org/xsd/adlseq_v1p3": "adlseq",
    "http://www.adlnet.org/xsd/adlnav_v1p3": "adlnav",
    _IMSSS: "imsss",
    _IMSCP["scorm12"]: None,
    _IMSCP["scorm2004"]: None,
}


def namespace_findings(manifest: Manifest, version: Version) -> Iterator[Finding]:
    """Yield what is unusual about the namespaces that a manifest stands in."""
    wanted = _IMSCP[version.standard]
    if manifest.part.namespace != wanted:
        yield _wrong(manifest.part, wanted)
    sequencing = next(_sequencing(manifest), None)
    if sequencing is not None and version.standard == "scorm2004":
        yield _wrong(sequencing, _IMSSS)
    unusual = list(_unusual_prefixes(manifest.part.element.nsmap))
    if unusual:
        yield say(rules.PREFIXES, manifest.part, prefixes=", ".join(unusual))


def _unusual_prefixes(declared: Mapping[str | None, str]) -> Iterator[str]:
    """Yield the prefixes under which a namespace is known where the usual one is not."""
    for prefix, uri in sorted(declared.items(), key=str):
        usual = _PREFIXES.get(uri, prefix)
        if prefix != usual and declared.get(usual) != uri:
            yield f"{_shown(prefix)} → {_shown(usual)}"


def _shown(prefix: str | None) -> str:
    return f"xmlns:{prefix}" if prefix else "xmlns"


def _wrong(part: Part, wanted: str) -> Finding:
    return say(
        rules.NAMESPACE_WRONG,
        part,
        name=part.name,
        found=part.namespace,
        wanted=wanted,
    )


def _sequencing(manifest: Manifest) -> Iterator[Part]:
    """Yield the sequencing of items that stands in another namespace than imsss."""
    waiting = list(reversed(manifest.organizations))
    while waiting:
        item = waiting.pop()
        waiting += reversed(item.children)
        part = item.inner.get("sequencing")
        if part is not None and part.namespace != _IMSSS:
            yield part
