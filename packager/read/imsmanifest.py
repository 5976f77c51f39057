"""Reading imsmanifest.xml: what stands in it, element by element, with its place.

Elements are found by their local names: real packages bind the right names to wrong namespaces,
and which version is meant is decided from all of them (`packager.detect`). Nothing is resolved or
judged here; `packager.read.scorm` and its neighbours do that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from packager.detect import Evidence
from packager.read.parts import Part, root_part

if TYPE_CHECKING:
    from lxml.etree import _Element

XML = "{http://www.w3.org/XML/1998/namespace}"
XML_BASE = f"{XML}base"
TYPE = "scormtype"  # in small letters

_LOOKED_AT = 200  # elements for the namespaces in use: what differs, differs from the first on


@dataclass(frozen=True, slots=True)
class ManifestItem:
    """An `item`, or an `organization`, which is the root item of its tree."""

    part: Part
    identifier: str | None
    title: str | None
    reference: str | None = None  # identifierref
    parameters: str | None = None
    visible: str | None = None  # isvisible
    # What else stands in it, the first of each name, by names in small letters: SCORM 1.2 writes
    # datafromlms where SCORM 2004 writes dataFromLMS.
    inner: dict[str, Part] = field(default_factory=dict)
    children: tuple[ManifestItem, ...] = ()

    def text(self, name: str) -> str | None:
        """Return the text of an element inside, white space within kept, None where it has none."""
        part = self.inner.get(name)
        return None if part is None else part.text or None


@dataclass(frozen=True, slots=True)
class ManifestResource:
    """A `resource`."""

    part: Part
    identifier: str | None
    base: str
    href: str | None
    type_name: str | None  # the SCORM type attribute as written, without namespace
    type_namespace: str
    type_value: str | None
    files: tuple[tuple[Part, str], ...]  # with their hrefs
    dependencies: tuple[tuple[Part, str], ...]  # with their identifierrefs
    metadata: Part | None


@dataclass(frozen=True, slots=True)
class Manifest:
    """A whole manifest."""

    part: Part
    identifier: str
    evidence: Evidence
    bases: tuple[str, str]  # xml:base of manifest and resources
    metadata: Part | None
    default: str | None  # organization
    organizations: tuple[ManifestItem, ...]
    organizations_part: Part  # the manifest itself where it has no `organizations`
    resources: tuple[ManifestResource, ...]
    resources_part: Part | None
    collection: Part | None  # imsss:sequencingCollection
    sub_manifests: tuple[Part, ...]


def read_manifest(root: _Element) -> Manifest:
    """Return what a parsed manifest says."""
    top = root_part(root)
    inner = _first_of_each(top)
    organizations = inner.get("organizations")
    resources = inner.get("resources")
    metadata = inner.get("metadata")
    found = tuple(() if resources is None else map(_resource, resources.named("resource")))
    return Manifest(
        part=top,
        identifier=_name(root, "identifier") or "",
        evidence=_evidence(root, metadata, found),
        bases=(
            root.get(XML_BASE, ""),
            "" if resources is None else resources.element.get(XML_BASE, ""),
        ),
        metadata=metadata,
        default=None if organizations is None else _name(organizations.element, "default"),
        organizations=tuple(
            () if organizations is None else map(_item, organizations.named("organization"))
        ),
        organizations_part=organizations or top,
        resources=found,
        resources_part=resources,
        collection=inner.get("sequencingcollection"),
        sub_manifests=tuple(top.named("manifest")),
    )


def _item(part: Part) -> ManifestItem:
    element = part.element
    inner = _first_of_each(part)
    title = inner.get("title")
    return ManifestItem(
        part=part,
        identifier=_name(element, "identifier"),
        title=None if title is None else _collapsed(title.text),
        reference=_name(element, "identifierref"),
        parameters=element.get("parameters"),
        visible=element.get("isvisible"),
        inner=inner,
        children=tuple(map(_item, part.named("item"))),
    )


def _resource(part: Part) -> ManifestResource:
    element = part.element
    kind, namespace, value = _type(element)
    return ManifestResource(
        part=part,
        identifier=_name(element, "identifier"),
        base=element.get(XML_BASE, ""),
        href=element.get("href"),
        type_name=kind,
        type_namespace=namespace,
        type_value=value,
        files=tuple((file, file.element.get("href", "")) for file in part.named("file")),
        dependencies=tuple(
            (dependency, _name(dependency.element, "identifierref") or "")
            for dependency in part.named("dependency")
        ),
        metadata=next(part.named("metadata"), None),
    )


def _name(element: _Element, attribute: str) -> str | None:
    """Return an identifier or a reference to one, None where it is empty.

    White space around a value of the type ID or IDREF is none of it (XML Schema 2, 4.3.6).
    """
    return _collapsed(str(element.get(attribute) or "")) or None


def _type(element: _Element) -> tuple[str | None, str, str | None]:
    """Return name, namespace and value of the SCORM type attribute, however it is written."""
    for name, value in element.attrib.items():
        namespace, _, local = str(name).rpartition("}")
        if local.lower() == TYPE:
            return local, namespace[1:], str(value)
    return None, "", None


def _evidence(
    root: _Element, metadata: Part | None, resources: tuple[ManifestResource, ...]
) -> Evidence:
    said = {} if metadata is None else _first_of_each(metadata)
    return Evidence(
        namespaces=_namespaces(root),
        type_spelling=next((r.type_name for r in resources if r.type_name), None),
        schemaversion=_collapsed(said["schemaversion"].text) if "schemaversion" in said else None,
        place=said.get("schemaversion"),
    )


def _first_of_each(parent: Part) -> dict[str, Part]:
    """Return the children by their names in small letters, the first of each, items left out."""
    found: dict[str, Part] = {}
    for part in parent.below():
        if part.name not in ("item", "organization", "resource"):
            found.setdefault(part.name.lower(), part)
    return found


def _namespaces(root: _Element) -> frozenset[str]:
    """Return the namespaces that a manifest declares at its root or uses in its own parts."""
    found = {uri for uri in root.nsmap.values() if uri}
    for element in islice(
        root.iter("{*}organizations", "{*}resource", "{*}item", "{*}sequencing"), _LOOKED_AT
    ):
        found.update(uri for uri in element.nsmap.values() if uri)
    return frozenset(found)


def _collapsed(text: str) -> str:
    return " ".join(text.split())


def local_name(element: _Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]
