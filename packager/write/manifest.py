"""Writing imsmanifest.xml: what SCORM 1.2 and all editions of SCORM 2004 have in common. Pure.

Written for the most literal readers: content packaging in the default namespace, the prefixes that
everyone uses, no xml:base, each file listed once in its resource, exact schemaversion, identifiers
that are NCNames. Addresses keep their letters, as such readers hold them against the names in the
zip, and escape what would end or change them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final
from urllib.parse import unquote

from cursus.texts import Text
from packager.detect import MANIFEST
from packager.hrefs import split_tail
from packager.structure import schema_files, tables_for
from packager.write.elements import child, document, root
from packager.write.identifiers import Identifiers
from packager.write.metadata import write_record
from packager.write.written import Written

if TYPE_CHECKING:
    from lxml.etree import _Element

    from packager.model import (
        Activity,
        Course,
        Edition,
        Metadata,
        Organization,
        Resource,
        Standard,
    )
    from packager.write.metadata import Binding

XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
XML: Final = "http://www.w3.org/XML/1998/namespace"
_LOCATION: Final = f"{{{XSI}}}schemaLocation"
# What may not stand in the path of an address as it is (RFC 3986, 2; IRIs leave letters alone).
_NOT_IN_PATHS: Final = re.compile(r'[\x00-\x20"#%<>?\\^`{|}\x7f]')

_MAPPED: Final = Text(
    "Identifiers are written otherwise, because they were no names or stood twice: {names}."
    " Content that navigates to an item by its identifier has to be told.",
    "Идентификаторы записаны иначе, потому что не были именами или повторялись: {names}."
    " Содержимое, которое переходит к элементу по идентификатору, нужно поправить.",
)
_RECORDS: Final = Text(
    "What is not LOM in the metadata is left out: other records, elements of vendors.",
    "Из метаданных пропускается всё, кроме LOM: другие записи, элементы производителей.",
)
_NAMES_SHOWN: Final = 5
_DEPENDENCIES: Final = 200  # of one resource that are followed


class ManifestWriter:
    """Writes one course; a subclass says what is its standard's own."""

    standard: ClassVar[Standard]
    namespace: ClassVar[str]
    adlcp: ClassVar[str]
    scorm_type: ClassVar[str]
    binding: ClassVar[Binding]
    prefixes: ClassVar[dict[str | None, str]]

    def __init__(self, course: Course, edition: Edition | None, schemaversion: str) -> None:
        """Take the course, in what edition to write it, and how the manifest says so."""
        self.course = course
        self.edition = edition
        self._schemaversion = schemaversion
        self._identifiers = Identifiers(course)
        self._resources = {resource.identifier: resource for resource in course.resources}
        self._listed = {r.identifier: frozenset(r.files) for r in course.resources}
        self.losses: list[Text] = []
        self._strange_records = False

    def write(self) -> Written:
        """Return the manifest with the schemas that it names, and what they do not say."""
        course = self.course
        manifest = root(self.namespace, "manifest", {**self.prefixes, "xsi": XSI})
        manifest.set("identifier", self._identifiers.manifest)
        manifest.set("version", "1")
        schemas = schema_files(self.standard, self.edition)
        manifest.set(_LOCATION, self._locations())
        metadata = child(manifest, self.namespace, "metadata")
        child(metadata, self.namespace, "schema", "ADL SCORM")
        child(metadata, self.namespace, "schemaversion", self._schemaversion)
        self._records(metadata, course.metadata)
        default = self._identifiers.organization(course.default_organization)
        organizations = child(manifest, self.namespace, "organizations", default=default)
        for organization in course.organizations:
            self._organization(organizations, organization)
        resources = child(manifest, self.namespace, "resources")
        for resource in course.resources:
            self._resource(resources, resource)
        self._tell()
        return Written({MANIFEST: document(manifest), **schemas}, self.losses)

    def _locations(self) -> str:
        """Return where the schema of each namespace is."""
        tables = tables_for(self.standard, self.edition).namespaces
        return " ".join(f"{table.uri} {table.file}" for table in tables if table.uri != XML)

    def describe(self, element: _Element, activity: Activity) -> None:
        """Write what is the standard's own about an activity, below its metadata."""
        raise NotImplementedError

    def describe_organization(self, element: _Element, organization: Organization) -> None:
        """Write what is the standard's own about an organization."""

    def tell(self) -> None:
        """Name what the standard could not say."""

    def _organization(self, parent: _Element, organization: Organization) -> None:
        name = self._identifiers.organization(organization.identifier)
        element = child(
            parent,
            self.namespace,
            "organization",
            identifier=name,
            structure=organization.structure,
        )
        self.describe_organization(element, organization)
        self._inside(element, organization.root, organization)

    def _inside(self, element: _Element, activity: Activity, within: Organization) -> None:
        """Write what an item or organization holds, the items below it among that."""
        child(element, self.namespace, "title", activity.title)
        for below in activity.children:
            self._item(element, below, within)
        if activity.metadata:
            self._records(child(element, self.namespace, "metadata"), activity.metadata)
        self.describe(element, activity)

    def _item(self, parent: _Element, activity: Activity, within: Organization) -> None:
        reference = None
        if activity.resource is not None:
            reference = self._identifiers.resource(activity.resource)
        element = child(
            parent,
            self.namespace,
            "item",
            identifier=self._identifiers.item(within.identifier, activity.identifier),
            identifierref=reference,
            isvisible=None if activity.visible else "false",
            parameters=activity.parameters if reference else None,
        )
        self._inside(element, activity, within)

    def _resource(self, parent: _Element, resource: Resource) -> None:
        element = child(
            parent,
            self.namespace,
            "resource",
            identifier=self._identifiers.resource(resource.identifier),
            type="webcontent",
            href=None if resource.href is None else _readable(resource.href),
        )
        element.set(f"{{{self.adlcp}}}{self.scorm_type}", resource.kind)
        if resource.metadata:
            self._records(child(element, self.namespace, "metadata"), resource.metadata)
        for name in dict.fromkeys((*self._unlisted(resource), *resource.files)):
            child(element, self.namespace, "file", href=_escaped(name))
        for dependency in resource.dependencies:
            reference = self._identifiers.resource(dependency)
            if reference is not None:
                child(element, self.namespace, "dependency", identifierref=reference)

    def _unlisted(self, resource: Resource) -> tuple[str, ...]:
        """Return the file that a resource starts when neither it nor a dependency lists it."""
        if resource.href is None or "://" in resource.href:
            return ()
        started = unquote(split_tail(resource.href)[0])
        seen: set[str] = set()
        waiting = [resource.identifier]
        while waiting and len(seen) < _DEPENDENCIES:
            name = waiting.pop()
            if name in seen or name not in self._resources:
                continue
            if started in self._listed[name]:
                return ()
            seen.add(name)
            waiting += self._resources[name].dependencies
        return (started,)

    def _records(self, parent: _Element, records: tuple[Metadata, ...]) -> None:
        for record in records:
            if not write_record(parent, record, self.binding):
                self._strange_records = True

    def _tell(self) -> None:
        if self._identifiers.changed:
            pairs = [f"{old} → {new}" for old, new in self._identifiers.changed]
            more = ", …" if len(pairs) > _NAMES_SHOWN else ""
            self.losses.append(_MAPPED.format(names=", ".join(pairs[:_NAMES_SHOWN]) + more))
        if self._strange_records:
            self.losses.append(_RECORDS)
        self.tell()


def _readable(href: str) -> str:
    """Return an address of the model with its letters unescaped."""
    if "://" in href:
        return href
    path, tail = split_tail(href)
    return _escaped(unquote(path)) + tail


def _escaped(name: str) -> str:
    """Return the address of a file: what would not be taken literally is escaped."""
    return _NOT_IN_PATHS.sub(lambda match: f"%{ord(match[0]):02X}", name)
