"""Reading imsmanifest.xml: what stands in it, element by element, with its place.

Elements are found by their local names: real packages bind the right names to wrong namespaces,
and which version is meant is decided from all of them (`packager.detect`). Nothing is resolved or
judged here; `packager.read.scorm` does that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from packager.detect import MANIFEST, Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"


class Place(msgspec.Struct, frozen=True):
    """Where an element stands."""

    line: int | None = None
    path: str = ""

    @property
    def at(self) -> tuple[str, int | None, None, str]:
        """The place as `Rule.at` takes it: file, line, column (unknown) and element."""
        return MANIFEST, self.line, None, self.path


class ManifestItem(msgspec.Struct, frozen=True):
    """An `item`, or an `organization`, which is the root item of its tree."""

    place: Place
    identifier: str | None
    title: str | None
    reference: str | None = None  # identifierref
    parameters: str | None = None
    visible: str | None = None  # isvisible
    texts: dict[str, str] = {}  # adlcp elements with text, by their names in small letters
    threshold: dict[str, str] = {}  # attributes of adlcp:completionThreshold
    hide_ui: tuple[str, ...] = ()
    sequencing: SequencingFacts | None = None
    children: tuple[ManifestItem, ...] = ()


class SequencingFacts(msgspec.Struct, frozen=True):
    """What is read of `imsss:sequencing` so far: attributes as written, None where absent."""

    reference: str | None = None  # IDRef into the sequencing collection
    control_mode: dict[str, str] | None = None
    limits: dict[str, str] | None = None
    primary: ObjectiveFacts | None = None
    objectives: tuple[ObjectiveFacts, ...] = ()
    has_objectives: bool = False


class ObjectiveFacts(msgspec.Struct, frozen=True):
    """A `primaryObjective` or `objective`, as written."""

    place: Place
    identifier: str | None
    satisfied_by_measure: str | None
    minimum: str | None  # minNormalizedMeasure


class ManifestFile(msgspec.Struct, frozen=True):
    """A `file` of a resource."""

    place: Place
    href: str


class ManifestResource(msgspec.Struct, frozen=True):
    """A `resource`."""

    place: Place
    identifier: str | None
    base: str
    href: str | None
    type_name: str | None  # how the SCORM type attribute is written
    type_value: str | None
    files: tuple[ManifestFile, ...]
    dependencies: tuple[tuple[Place, str], ...]


class Manifest(msgspec.Struct, frozen=True):
    """A whole manifest."""

    identifier: str
    evidence: Evidence
    bases: tuple[str, str]  # xml:base of manifest and resources
    default: str | None  # organization
    organizations: tuple[ManifestItem, ...]
    organizations_place: Place
    resources: tuple[ManifestResource, ...]
    collection: dict[str, SequencingFacts]
    sub_manifests: tuple[Place, ...]


def read_manifest(root: _Element) -> Manifest:
    """Return what a parsed manifest says."""
    organizations = _child(root, "organizations")
    resources = _child(root, "resources")
    collection = _child(root, "sequencingCollection")
    metadata = _child(root, "metadata")
    version = None if metadata is None else _child(metadata, "schemaversion")
    found = tuple(_resources(resources, "/manifest/resources"))
    return Manifest(
        identifier=root.get("identifier") or "",
        evidence=Evidence(
            namespaces=_namespaces(root),
            type_spelling=next((r.type_name for r in found if r.type_name), None),
            schemaversion=None if version is None else _text(version),
            schemaversion_line=None if version is None else line_of(version),
        ),
        bases=(
            root.get(XML_BASE, ""),
            "" if resources is None else resources.get(XML_BASE, ""),
        ),
        default=None if organizations is None else organizations.get("default"),
        organizations=tuple(_items(organizations, "organization", "/manifest/organizations")),
        organizations_place=_place(organizations, "/manifest/organizations"),
        resources=found,
        collection={
            element.get("ID", ""): _sequencing(element, "/manifest/sequencingCollection")
            for element in _children(collection, "sequencing")
        },
        sub_manifests=tuple(
            _place(element, "/manifest/manifest") for element in _children(root, "manifest")
        ),
    )


def manifest_hrefs(root: _Element) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield every address of a manifest's resources with the xml:base values around it."""
    resources = _child(root, "resources")
    if resources is None:
        return
    outer = (root.get(XML_BASE, ""), resources.get(XML_BASE, ""))
    for resource in _children(resources, "resource"):
        bases = (*outer, resource.get(XML_BASE, ""))
        hrefs = [resource.get("href"), *(file.get("href") for file in _children(resource, "file"))]
        yield from ((bases, href) for href in hrefs if href is not None)


def _items(parent: _Element | None, name: str, path: str) -> Iterator[ManifestItem]:
    for number, element in enumerate(_children(parent, name), 1):
        yield _item(element, f"{path}/{name}[{number}]")


def _item(element: _Element, path: str) -> ManifestItem:
    title = _child(element, "title")
    sequencing = _child(element, "sequencing")
    threshold = _child(element, "completionThreshold")
    return ManifestItem(
        place=_place(element, path),
        identifier=element.get("identifier"),
        title=None if title is None else _text(title),
        reference=element.get("identifierref"),
        parameters=element.get("parameters"),
        visible=element.get("isvisible"),
        texts={
            local_name(child).lower(): (child.text or "").strip()  # spaces within may matter
            for child in element.iterchildren("{*}*")
            if local_name(child).lower() in _ADLCP_TEXTS
        },
        threshold={} if threshold is None else dict(_attributes(threshold)),
        hide_ui=tuple(_hidden(element)),
        sequencing=None if sequencing is None else _sequencing(sequencing, path + "/sequencing"),
        children=tuple(_items(element, "item", path)),
    )


_ADLCP_TEXTS = frozenset(
    {
        "prerequisites",
        "maxtimeallowed",
        "timelimitaction",
        "datafromlms",
        "masteryscore",
        "completionthreshold",
    }
)


def _hidden(item: _Element) -> Iterator[str]:
    """Yield what adlnav:presentation/navigationInterface/hideLMSUI names."""
    for presentation in _children(item, "presentation"):
        for interface in _children(presentation, "navigationInterface"):
            for hidden in _children(interface, "hideLMSUI"):
                yield _text(hidden)


def _sequencing(element: _Element, path: str) -> SequencingFacts:
    control = _child(element, "controlMode")
    limits = _child(element, "limitConditions")
    objectives = _child(element, "objectives")
    primary = None if objectives is None else _child(objectives, "primaryObjective")
    return SequencingFacts(
        reference=element.get("IDRef"),
        control_mode=None if control is None else dict(_attributes(control)),
        limits=None if limits is None else dict(_attributes(limits)),
        primary=None if primary is None else _objective(primary, path),
        objectives=tuple(_objective(o, path) for o in _children(objectives, "objective")),
        has_objectives=objectives is not None,
    )


def _objective(element: _Element, path: str) -> ObjectiveFacts:
    measure = _child(element, "minNormalizedMeasure")
    return ObjectiveFacts(
        place=_place(element, f"{path}/objectives/{local_name(element)}"),
        identifier=element.get("objectiveID"),
        satisfied_by_measure=element.get("satisfiedByMeasure"),
        minimum=None if measure is None else _text(measure),
    )


def _resources(parent: _Element | None, path: str) -> Iterator[ManifestResource]:
    for number, element in enumerate(_children(parent, "resource"), 1):
        here = f"{path}/resource[{number}]"
        kind = next(
            ((name, value) for name, value in _attributes(element) if name.lower() == "scormtype"),
            (None, None),
        )
        yield ManifestResource(
            place=_place(element, here),
            identifier=element.get("identifier"),
            base=element.get(XML_BASE, ""),
            href=element.get("href"),
            type_name=kind[0],
            type_value=kind[1],
            files=tuple(
                ManifestFile(_place(file, f"{here}/file[{n}]"), file.get("href", ""))
                for n, file in enumerate(_children(element, "file"), 1)
            ),
            dependencies=tuple(
                (_place(d, f"{here}/dependency[{n}]"), d.get("identifierref", ""))
                for n, d in enumerate(_children(element, "dependency"), 1)
            ),
        )


def _namespaces(root: _Element) -> frozenset[str]:
    """Return the namespaces that a manifest declares at its root or uses in its own parts."""
    found = {uri for uri in root.nsmap.values() if uri}
    for element in root.iter("{*}organizations", "{*}resource", "{*}item", "{*}sequencing"):
        found.update(uri for uri in element.nsmap.values() if uri)
    return frozenset(found)


def _children(parent: _Element | None, name: str) -> Iterator[_Element]:
    if parent is not None:
        yield from parent.iterchildren(f"{{*}}{name}")


def _child(parent: _Element, name: str) -> _Element | None:
    return next(_children(parent, name), None)


def _attributes(element: _Element) -> Iterator[tuple[str, str]]:
    """Yield an element's attributes by their local names."""
    for name, value in element.attrib.items():
        yield str(name).rpartition("}")[2], str(value)


def _text(element: _Element) -> str:
    """Return all text of an element, white space collapsed."""
    return " ".join("".join(map(str, element.itertext())).split())


def local_name(element: _Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def line_of(element: _Element) -> int | None:
    """Return the line an element begins on."""
    line: object = element.sourceline
    return line if isinstance(line, int) else None


def _place(element: _Element | None, path: str) -> Place:
    return Place(None if element is None else line_of(element), path)
