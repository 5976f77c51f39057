"""Reading the resources of a manifest: which files they mean, and what they start. Pure."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Literal, NamedTuple

from packager.hrefs import Files, Match, Reference, external_url, launch_url, resolve
from packager.model import Resource
from packager.read.values import Values
from packager.rules import files as rules
from packager.rules import items as item_rules
from packager.rules import manifest as manifest_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from packager.detect import Version
    from packager.read.imsmanifest import Manifest, ManifestResource
    from packager.read.lom import MetadataReader
    from packager.read.parts import Part

_ADLCP = {
    "scorm12": "http://www.adlnet.org/xsd/adlcp_rootv1p2",
    "scorm2004": "http://www.adlnet.org/xsd/adlcp_v1p3",
}


class Start(NamedTuple):
    """What the href of a resource starts."""

    url: str | None  # ready for the content prefix, or absolute; None when it cannot be started
    reference: Reference
    href: str  # as written
    file: str | None = None  # served name


class ReadResource(NamedTuple):
    """A resource in both forms, and what it starts."""

    resource: Resource
    source: ManifestResource
    start: Start | None  # None when it has no href


class ReadResources(NamedTuple):
    """All resources of a manifest."""

    by_identifier: dict[str, ReadResource]
    aliases: dict[str, str]  # what the manifest calls a file -> its served name, where they differ
    declared: frozenset[str]  # served names


class ResourceReader:
    """Reads resources one after another; what they have in common gathers here."""

    def __init__(
        self, manifest: Manifest, version: Version, files: Files, metadata: MetadataReader
    ) -> None:
        self._manifest = manifest
        self._version = version
        self._files = files
        self._metadata = metadata
        self._launched = _launched(manifest)
        self._encoded: list[tuple[Part, str]] = []
        self.values = Values()
        self.aliases: dict[str, str] = {}
        self.declared: set[str] = set()

    def read(self) -> ReadResources:
        """Return all resources by identifier; the first of several with one identifier counts."""
        found: dict[str, ReadResource] = {}
        for number, source in enumerate(self._manifest.resources, 1):
            identifier = source.identifier or f"resource-{number}"
            if not source.identifier:
                said = {"what": "resource", "name": identifier}
                self.values.say(item_rules.IDENTIFIER_MISSING, source.part, **said)
            if identifier in found:
                rule = item_rules.RESOURCE_TWICE
                self.values.say(rule, source.part, "identifier", name=identifier)
                continue
            found[identifier] = self._resource(source, identifier)
        self._say_of_types()
        if self._encoded:
            part, href = self._encoded[0]
            count = len(self._encoded)
            self.values.say(rules.HREF_ENCODED, part, "href", count=count, href=href)
        self._say_of_dependencies(found)
        return ReadResources(found, self.aliases, frozenset(self.declared))

    def _resource(self, source: ManifestResource, identifier: str) -> ReadResource:
        start = None if source.href is None else self._start(source, source.href)
        files = tuple(self._declared_files(source, identifier, start))
        if start is not None and start.file is not None and start.file not in files:
            files = (start.file, *files)
        bases = (*self._manifest.bases, source.base)
        resource = Resource(
            identifier=identifier,
            kind=self._kind(source, identifier),
            href=None if start is None else start.url,
            files=files,
            dependencies=tuple(name for _, name in source.dependencies),
            metadata=self._metadata.read(source.metadata, bases),
        )
        return ReadResource(resource, source, start)

    def _start(self, source: ManifestResource, href: str) -> Start:
        reference, match = self._look_up(source, href, source.part)
        if reference.kind == "external":
            return Start(external_url(reference.path, reference.tail), reference, href)
        if match is None:
            return Start(None, reference, href)
        self.declared.add(match.name)
        return Start(launch_url(match.name, reference.tail), reference, href, match.name)

    def _declared_files(
        self, source: ManifestResource, identifier: str, start: Start | None
    ) -> Iterator[str]:
        """Yield the files that a resource lists; one that is missing is told once."""
        missing: set[str] = set()
        if start is not None and start.url is None:
            missing.add(start.reference.path)
            if source.identifier not in self._launched:  # else its items tell
                self.values.say(rules.FILE_MISSING, source.part, "href", href=start.href)
        seen: set[str] = set()
        for part, href in source.files:
            reference, match = self._look_up(source, href, part)
            if reference.kind == "external":
                continue
            if match is None:
                if reference.path not in missing:
                    self.values.say(rules.FILE_MISSING, part, "href", href=href)
                continue
            if match.name in seen:
                self.values.say(rules.FILE_TWICE, part, "href", resource=identifier, href=href)
                continue
            seen.add(match.name)
            self.declared.add(match.name)
            yield match.name

    def _look_up(
        self, source: ManifestResource, href: str, part: Part
    ) -> tuple[Reference, Match | None]:
        """Return what an href means and the file that it names; tells what had to be mended."""
        bases = (*self._manifest.bases, source.base)
        reference = resolve(bases, href)
        if reference.kind != "local" or not reference.path:
            return reference, None
        match = self._files.meant(reference)
        if match is None and any(base and not base.endswith("/") for base in bases):
            closed = resolve([base and base.rstrip("/") + "/" for base in bases], href)
            match = self._files.meant(closed)
            if match is not None:
                base = next(base for base in bases if base and not base.endswith("/"))
                self.values.say(rules.BASE_SLASH, part, "href", base=base, href=href)
        if match is not None:
            self._say_of_match(reference, match, href, part)
        return reference, match

    def _say_of_match(self, reference: Reference, match: Match, href: str, part: Part) -> None:
        said = {"href": href, "name": match.name}
        if reference.untidy:
            self.values.say(rules.HREF_NORMALISED, part, "href", **said)
        if match.encoded == "utf-8":
            self._encoded.append((part, href))
        elif match.encoded is not None:
            self.values.say(rules.HREF_CODE_PAGE, part, "href", **said)
        if not match.exact:
            self.values.say(rules.HREF_CASE, part, "href", **said)
            self.aliases[reference.path] = match.name

    def _kind(self, source: ManifestResource, identifier: str) -> Literal["sco", "asset"]:
        """Return what a resource is; what is not said matters where an item starts it."""
        value = (source.type_value or "").strip().lower()
        guess: Literal["sco", "asset"] = "sco" if len(self._launched) == 1 else "asset"
        if value == "sco":
            return "sco"
        if value == "asset":
            return "asset"
        part = source.part
        if source.type_value is not None:
            said = {"value": source.type_value, "kind": guess}
            self.values.say(item_rules.TYPE_VALUE, part, f"{source.type_name}", **said)
            return guess
        if source.identifier not in self._launched:
            return "asset"
        self.values.say(item_rules.TYPE_ABSENT, part, name=identifier, kind=guess)
        return guess

    def _say_of_types(self) -> None:
        """Say how the SCORM type is written where that is not right."""
        name = "scormtype" if self._version.standard == "scorm12" else "scormType"
        wanted = _ADLCP[self._version.standard]
        for resource in self._manifest.resources:
            found = resource.type_name
            if found is None:
                continue
            if found != name:
                said = {"found": found, "wanted": name}
                self.values.say(item_rules.TYPE_SPELLING, resource.part, found, **said)
            if resource.type_namespace != wanted:
                rule = manifest_rules.TYPE_NAMESPACE
                said = {"name": found, "space": resource.type_namespace, "wanted": wanted}
                self.values.say(rule, resource.part, found, **said)

    def _say_of_dependencies(self, found: dict[str, ReadResource]) -> None:
        for identifier, read in found.items():
            for part, name in read.source.dependencies:
                if name not in found:
                    said = {"resource": identifier, "name": name}
                    rule = item_rules.DEPENDENCY_DANGLING
                    self.values.say(rule, part, "identifierref", **said)
        loop = _loop({i: r.resource.dependencies for i, r in found.items()})
        if loop is not None:
            self.values.say(item_rules.DEPENDENCY_LOOP, found[loop].source.part, resource=loop)


def _launched(manifest: Manifest) -> set[str]:
    """Return the identifiers of the resources that items refer to, or all when there are none."""
    startable = _startable(manifest.resources)
    waiting = list(manifest.organizations)
    if not waiting:
        return startable
    found: set[str] = set()
    while waiting:
        item = waiting.pop()
        waiting.extend(item.children)
        if item.reference:
            found.add(item.reference)
    return found & startable


def _startable(resources: Iterable[ManifestResource]) -> set[str]:
    return {r.identifier for r in resources if r.identifier and r.href is not None}


def _loop(dependencies: dict[str, tuple[str, ...]]) -> str | None:
    """Return a resource that depends on itself, by whatever way."""
    try:
        TopologicalSorter(dependencies).prepare()
    except CycleError as error:
        cycle: list[str] = error.args[1]
        return cycle[0]
    return None
