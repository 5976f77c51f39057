"""Reading the resources of a manifest: which files they mean, and what they start. Pure."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Literal, NamedTuple

from packager.hrefs import Files, Match, Reference, external_url, launch_url, resolve
from packager.model import Resource
from packager.rules import files as rules
from packager.rules import items as item_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.detect import Version
    from packager.findings import Finding
    from packager.read.imsmanifest import Manifest, ManifestResource, Place


class Start(NamedTuple):
    """What the href of a resource starts."""

    url: str | None  # ready for the content prefix, or absolute; None when it cannot be started
    reference: Reference
    href: str  # as written


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
    findings: list[Finding]


class ResourceReader:
    """Reads resources one after another; what they have in common gathers here."""

    def __init__(self, manifest: Manifest, version: Version, files: Files) -> None:
        self._manifest = manifest
        self._version = version
        self._files = files
        self.findings: list[Finding] = []
        self.aliases: dict[str, str] = {}
        self.declared: set[str] = set()

    def read(self) -> ReadResources:
        """Return all resources by identifier."""
        found: dict[str, ReadResource] = {}
        launched = _launched(self._manifest)
        for number, source in enumerate(self._manifest.resources, 1):
            identifier = source.identifier or f"resource-{number}"
            if not source.identifier:
                self._say(
                    item_rules.IDENTIFIER_MISSING.at(
                        *source.place.at, what="resource", name=identifier
                    )
                )
            if identifier in found:
                self._say(item_rules.RESOURCE_TWICE.at(*source.place.at, name=identifier))
                continue
            found[identifier] = self._resource(source, identifier, launched)
        self.findings += _dependency_findings(found)
        return ReadResources(found, self.aliases, frozenset(self.declared), self.findings)

    def _say(self, finding: Finding) -> None:
        self.findings.append(finding)

    def _resource(
        self, source: ManifestResource, identifier: str, launched: set[str]
    ) -> ReadResource:
        start = None if source.href is None else self._start(source, source.href)
        told = start is not None and start.url is None and source.identifier in launched
        files = list(self._declared_files(source, identifier, start if told else None))
        resource = Resource(
            identifier=identifier,
            kind=self._kind(source, identifier, launched),
            href=None if start is None else start.url,
            files=tuple(files),
            dependencies=tuple(name for _, name in source.dependencies),
        )
        return ReadResource(resource, source, start)

    def _start(self, source: ManifestResource, href: str) -> Start:
        reference, match = self._look_up(source, href, source.place)
        if reference.kind == "external":
            return Start(external_url(reference.path, reference.tail), reference, href)
        if match is None:
            return Start(None, reference, href)
        self.declared.add(match.name)
        return Start(launch_url(match.name, reference.tail), reference, href)

    def _declared_files(
        self, source: ManifestResource, identifier: str, told: Start | None
    ) -> Iterator[str]:
        """Yield the files that a resource lists; `told` is a missing one that items tell of."""
        seen: set[str] = set()
        for file in source.files:
            reference, match = self._look_up(source, file.href, file.place)
            if reference.kind == "external":
                continue
            if match is None:
                if told is None or told.reference.path != reference.path:
                    self._say(rules.FILE_MISSING.at(*file.place.at, href=file.href))
                continue
            if match.name in seen:
                self._say(rules.FILE_TWICE.at(*file.place.at, resource=identifier, href=file.href))
                continue
            seen.add(match.name)
            self.declared.add(match.name)
            yield match.name

    def _look_up(
        self, source: ManifestResource, href: str, place: Place
    ) -> tuple[Reference, Match | None]:
        """Return what an href means and the file that it names; tells what had to be mended."""
        bases = (*self._manifest.bases, source.base)
        reference = resolve(bases, href)
        if reference.kind != "local" or not reference.path:
            return reference, None
        match = self._files.find(reference.path)
        if match is None and any(base and not base.endswith("/") for base in bases):
            closed = resolve([base and base.rstrip("/") + "/" for base in bases], href)
            match = self._files.find(closed.path) if closed.kind == "local" else None
            if match is not None:
                base = next(base for base in bases if base and not base.endswith("/"))
                self._say(rules.BASE_SLASH.at(*place.at, base=base, href=href))
        if match is not None and reference.untidy:
            self._say(rules.HREF_NORMALISED.at(*place.at, href=href))
        if match is not None and not match.exact:
            self._say(rules.HREF_CASE.at(*place.at, href=href, name=match.name))
            self.aliases[reference.path] = match.name
        return reference, match

    def _kind(
        self, source: ManifestResource, identifier: str, launched: set[str]
    ) -> Literal["sco", "asset"]:
        """Return what a resource is; what is not said matters where an item starts it."""
        wanted = "scormtype" if self._version.standard == "scorm12" else "scormType"
        value = (source.type_value or "").strip().lower()
        guess: Literal["sco", "asset"] = "sco" if len(launched) == 1 else "asset"
        if source.type_name is not None and source.type_name != wanted:
            self._say(
                item_rules.TYPE_SPELLING.at(*source.place.at, found=source.type_name, wanted=wanted)
            )
        if value == "sco":
            return "sco"
        if value == "asset":
            return "asset"
        if source.type_value is not None:
            self._say(
                item_rules.TYPE_VALUE.at(*source.place.at, value=source.type_value, kind=guess)
            )
            return guess
        if source.identifier not in launched:
            return "asset"
        self._say(item_rules.TYPE_ABSENT.at(*source.place.at, name=identifier, kind=guess))
        return guess


def _launched(manifest: Manifest) -> set[str]:
    """Return the identifiers of the resources that items refer to, or all when there are none."""
    found: set[str] = set()
    waiting = list(manifest.organizations)
    if not waiting:
        return {r.identifier for r in manifest.resources if r.identifier and r.href}
    while waiting:
        item = waiting.pop()
        waiting.extend(item.children)
        if item.reference:
            found.add(item.reference)
    return found


def _dependency_findings(found: dict[str, ReadResource]) -> Iterator[Finding]:
    for identifier, read in found.items():
        for place, name in read.source.dependencies:
            if name not in found:
                yield item_rules.DEPENDENCY_DANGLING.at(*place.at, resource=identifier, name=name)
    loop = _loop({i: r.resource.dependencies for i, r in found.items()})
    if loop is not None:
        place = found[loop].source.place
        yield item_rules.DEPENDENCY_LOOP.at(*place.at, resource=loop)


def _loop(dependencies: dict[str, tuple[str, ...]]) -> str | None:
    """Return a resource that depends on itself, by whatever way."""
    try:
        TopologicalSorter(dependencies).prepare()
    except CycleError as error:
        cycle: list[str] = error.args[1]
        return cycle[0]
    return None
