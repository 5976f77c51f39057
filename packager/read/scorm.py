"""Reading a SCORM 1.2 or 2004 manifest to the course model.

Everything that can be understood is, and what is not as it should be becomes a finding. Pure.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from packager.detect import MANIFEST, decide_version
from packager.hrefs import Files, join_parameters
from packager.limits import ITEMS, TITLE_CHARACTERS
from packager.model import Activity, Course, Organization
from packager.read.attributes import (
    ActivityAttributes,
    read_attributes_12,
    read_attributes_2004,
)
from packager.read.course import ReadCourse
from packager.read.imsmanifest import read_manifest
from packager.read.resources import ReadResource, ResourceReader
from packager.rules import archive as archive_rules
from packager.rules import files as file_rules
from packager.rules import identification
from packager.rules import items as rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

    from packager.detect import Version
    from packager.findings import Finding
    from packager.model import Kind
    from packager.read.imsmanifest import Manifest, ManifestItem
    from packager.read.resources import ReadResources

_SERVER_ENDINGS = (".php", ".jsp", ".asp", ".aspx", ".py", ".pl", ".cgi", ".rb")
_ARCHIVE_ENDINGS = (".zip", ".rar", ".7z", ".tar", ".gz")
_FALSE = frozenset({"false", "0"})


def read_scorm(root: _Element, files: Files, texts: Mapping[str, bytes]) -> ReadCourse:
    """Return the course that a parsed manifest describes over the files that are there.

    `texts` gives the plain bytes of served files that the manifest refers to, by served name; what
    cannot be had (absent, too large, a budget spent) is not in it.
    """
    del texts  # until external metadata is read
    manifest = read_manifest(root)
    version, said = decide_version(manifest.evidence, MANIFEST)
    resources = ResourceReader(manifest, version, files).read()
    reader = _CourseReader(manifest, version, resources)
    course = reader.read()
    findings = [
        *said,
        *(identification.SUB_MANIFEST.at(*place.at) for place in manifest.sub_manifests),
        *resources.findings,
        *reader.findings,
        *_file_findings(files, resources),
    ]
    return ReadCourse(course, resources.aliases, findings)


class _CourseReader:
    def __init__(self, manifest: Manifest, version: Version, resources: ReadResources) -> None:
        self._manifest = manifest
        self._version = version
        self._resources = resources.by_identifier
        self._used: set[str] = set()  # identifiers of the organization that is being read
        self._copies: Counter[str] = Counter()  # of identifiers that it has used already
        self.findings: list[Finding] = []

    def read(self) -> Course | None:
        manifest = self._manifest
        count = sum(_count(root) for root in manifest.organizations)
        if count > ITEMS:
            place = manifest.organizations_place.at
            self._say(rules.TOO_MANY_ITEMS.at(*place, count=count, limit=ITEMS))
            return None
        organizations = tuple(
            Organization(root.identifier, root)
            for root in (self._organization(source) for source in manifest.organizations)
        )
        if not organizations:
            self._say(rules.NO_ORGANIZATION.at(*manifest.organizations_place.at))
            organizations = (self._from_resources(),)
        default = self._default(organizations)
        played = next(o for o in organizations if o.identifier == default)
        self._count_starts(played)
        return Course(
            standard=self._version.standard,
            edition=self._version.edition,
            version_text=manifest.evidence.schemaversion,
            title=played.root.title,
            identifier=manifest.identifier,
            organizations=organizations,
            default_organization=default,
            resources=tuple(read.resource for read in self._resources.values()),
        )

    def _say(self, finding: Finding) -> None:
        self.findings.append(finding)

    def _default(self, organizations: tuple[Organization, ...]) -> str:
        first = organizations[0].identifier
        named = self._manifest.default
        place = self._manifest.organizations_place.at
        if not self._manifest.organizations:
            return first
        if len(organizations) > 1:
            self._say(rules.SEVERAL_ORGANIZATIONS.at(*place, count=len(organizations)))
        if not named:
            self._say(rules.DEFAULT_ABSENT.at(*place))
            return first
        if all(organization.identifier != named for organization in organizations):
            self._say(rules.DEFAULT_WRONG.at(*place, name=named))
            return first
        return named

    def _organization(self, source: ManifestItem) -> Activity:
        self._used = set()
        self._copies = Counter()
        return self._activity(source, "organization")

    def _activity(self, item: ManifestItem, element: str = "item") -> Activity:
        identifier = self._identifier(item, element)
        title = self._title(item, identifier, element)
        children = tuple(self._activity(child) for child in item.children)
        read = self._resource_of(item, identifier, element)
        attributes = self._attributes(item)
        kind: Kind = "cluster" if read is None else read.resource.kind
        return Activity(
            identifier=identifier,
            title=title,
            kind=kind,
            href=None if read is None else self._href(item, identifier, read),
            resource=None if read is None else read.resource.identifier,
            parameters=item.parameters,
            children=children,
            visible=(item.visible or "").strip().lower() not in _FALSE,
            hide_ui=attributes.hide_ui,
            prerequisites=attributes.prerequisites,
            mastery_score=attributes.mastery_score,
            scaled_passing_score=attributes.scaled_passing_score,
            completion_threshold=attributes.completion_threshold,
            launch_data=item.texts.get("datafromlms") or None,
            limits=attributes.limits,
            objectives=attributes.objectives,
            sequencing=attributes.sequencing,
        )

    def _attributes(self, item: ManifestItem) -> ActivityAttributes:
        if self._version.standard == "scorm12":
            attributes = read_attributes_12(item)
        else:
            attributes = read_attributes_2004(item, self._manifest.collection)
        self.findings += attributes.findings
        return attributes

    def _identifier(self, item: ManifestItem, element: str) -> str:
        """Return an identifier that is the item's alone within its organization."""
        wanted = item.identifier or f"{element}-{len(self._used) + 1}"
        identifier = wanted
        while identifier in self._used:
            self._copies[wanted] += 1
            identifier = f"{wanted}-{self._copies[wanted] + 1}"
        self._used.add(identifier)
        place = item.place.at
        if not item.identifier:
            self._say(rules.IDENTIFIER_MISSING.at(*place, what=element, name=identifier))
        elif identifier != wanted:
            self._say(rules.ITEM_TWICE.at(*place, name=wanted, other=identifier))
        return identifier

    def _title(self, item: ManifestItem, identifier: str, element: str) -> str:
        title = item.title or ""
        said: dict[str, Any] = {"what": element, "name": identifier}
        if not title:
            self._say(rules.TITLE_MISSING.at(*item.place.at, **said))
            return identifier
        if len(title) > TITLE_CHARACTERS:
            self._say(
                rules.TITLE_LONG.at(
                    *item.place.at, **said, count=len(title), limit=TITLE_CHARACTERS
                )
            )
        return title[:TITLE_CHARACTERS]

    def _resource_of(
        self, item: ManifestItem, identifier: str, element: str
    ) -> ReadResource | None:
        """Return the resource that an item starts, None where it starts none."""
        place = item.place.at
        if not item.reference:
            if not item.children:
                self._say(rules.ITEM_EMPTY.at(*place, item=identifier))
            return None
        if item.children and self._version.standard == "scorm2004":
            self._say(rules.CLUSTER_STARTS.at(*place, item=identifier))
            return None
        read = self._resources.get(item.reference)
        if read is None:
            self._say(rules.REFERENCE_DANGLING.at(*place, item=identifier, name=item.reference))
        elif read.start is None:
            self._say(rules.RESOURCE_HREF.at(*place, item=identifier, name=item.reference))
        elif element == "item":
            return read
        return None

    def _href(self, item: ManifestItem, identifier: str, read: ReadResource) -> str | None:
        """Return the launch address: the resource's href joined with the item's parameters."""
        start, place = read.start, item.place.at
        if start is None:
            return None
        if start.url is None:
            kind, path = start.reference.kind, start.reference.path
            if kind == "scheme":
                self._say(file_rules.HREF_SCHEME.at(*place, scheme=path))
            elif kind == "escapes":
                self._say(file_rules.HREF_ESCAPES.at(*place, href=start.href))
            elif kind == "invalid":
                self._say(file_rules.HREF_INVALID.at(*place, href=start.href))
            else:
                self._say(file_rules.LAUNCH_MISSING.at(*place, item=identifier, href=start.href))
            return None
        if start.reference.kind == "external":
            self._say(file_rules.HREF_EXTERNAL.at(*place, item=identifier, href=start.href))
        joined = join_parameters(start.url, item.parameters)
        if joined is None:
            self._say(
                file_rules.PARAMETERS_DROPPED.at(
                    *place, parameters=item.parameters, href=start.href
                )
            )
            return start.url
        return joined

    def _from_resources(self) -> Organization:
        """Return an organization made of what can be started: the SCOs, else all resources."""
        startable = [read for read in self._resources.values() if read.resource.href]
        scos = [read for read in startable if read.resource.kind == "sco"]
        root = Activity(
            identifier="organization-1",
            title=self._manifest.identifier or "organization-1",
            kind="cluster",
            children=tuple(
                Activity(
                    identifier=f"item-{number}",
                    title=read.resource.identifier,
                    kind=read.resource.kind,
                    href=read.resource.href,
                    resource=read.resource.identifier,
                )
                for number, read in enumerate(scos or startable, 1)
            ),
        )
        return Organization(root.identifier, root)

    def _count_starts(self, played: Organization) -> None:
        """Say that nothing can be started, or that several parts are."""
        starts = sum(activity.resource is not None for activity in played.root.walk())
        if starts == 0:
            self._say(rules.NOTHING_TO_PLAY.at(*self._manifest.organizations_place.at))
        elif starts > 1:
            place = self._manifest.organizations_place.at
            self._say(rules.SEVERAL_SCOS.at(*place, count=starts))


def _count(item: ManifestItem) -> int:
    return 1 + sum(_count(child) for child in item.children)


def _file_findings(files: Files, resources: ReadResources) -> Iterator[Finding]:
    """Yield what is to be said about files whatever the manifest says of them."""
    undeclared = sorted(files.names - resources.declared - {MANIFEST})
    if undeclared:
        yield file_rules.FILES_UNDECLARED.at(count=len(undeclared), example=undeclared[0])
    for name in sorted(files.names):
        if name.lower().endswith(_SERVER_ENDINGS):
            yield file_rules.SERVER_FILE.at(name)
        elif name.lower().endswith(_ARCHIVE_ENDINGS):
            yield archive_rules.NESTED_ARCHIVE.at(name)
