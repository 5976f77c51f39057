"""Reading the organizations of a manifest: trees of activities over the resources. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from packager.hrefs import join_parameters
from packager.limits import SEQUENCING_ELEMENTS, TITLE_CHARACTERS
from packager.model import Activity, Organization
from packager.read.attributes import read_attributes_12, read_attributes_2004
from packager.read.imsss import SequencingReader
from packager.read.judging import Node, judge, judge_12
from packager.read.values import Values
from packager.rules import files as file_rules
from packager.rules import items as rules
from packager.rules import sequencing as sequencing_rules

if TYPE_CHECKING:
    from packager.detect import Version
    from packager.findings import Finding, Rule
    from packager.model import Kind
    from packager.read.attributes import ActivityAttributes
    from packager.read.imsmanifest import Manifest, ManifestItem
    from packager.read.imsss import ReadSequencing
    from packager.read.lom import MetadataReader
    from packager.read.parts import Part
    from packager.read.resources import ReadResource, Start

_HREF_FAULTS: dict[str, Rule] = {
    "escapes": file_rules.HREF_ESCAPES,
    "invalid": file_rules.HREF_INVALID,
    "scheme": file_rules.HREF_SCHEME,
}


class OrganizationReader:
    """Reads one organization after another; findings gather in `values`."""

    def __init__(
        self,
        manifest: Manifest,
        version: Version,
        resources: dict[str, ReadResource],
        metadata: MetadataReader,
    ) -> None:
        self._manifest = manifest
        self._version = version
        self._resources = resources
        self._metadata = metadata
        self._sequencing = SequencingReader(manifest.collection)
        self._used: set[str] = set()  # identifiers of the organization that is being read
        self._copies: Counter[str] = Counter()  # of identifiers that it has used already
        self._nodes: list[Node] = []  # roots
        self._told: set[str] = set()  # resources whose addresses were spoken of
        self.values = Values()

    @property
    def findings(self) -> list[Finding]:
        """What was found so far."""
        old = self._version.standard == "scorm12"
        judged = judge_12(self._nodes) if old else judge(self._nodes, self._version.edition)
        return [*self.values.findings, *dict.fromkeys(self._sequencing.findings), *judged]

    def shares_too_much(self) -> bool:
        """Whether references make so much of the sequencing collection that it is refused."""
        count = 0
        waiting = list(self._manifest.organizations)
        while waiting:
            item = waiting.pop()
            waiting += item.children
            if "sequencing" in item.inner:
                count += self._sequencing.shared_size(item.inner["sequencing"])
        if count <= SEQUENCING_ELEMENTS:
            return False
        part = self._manifest.collection or self._manifest.part
        self.values.say(sequencing_rules.TOO_MUCH, part, count=count, limit=SEQUENCING_ELEMENTS)
        return True

    def read(self, source: ManifestItem) -> Organization:
        """Return an `organization` as a tree of activities."""
        self._used = set()
        self._copies = Counter()
        root, node = self._activity(source, "organization")
        self._nodes.append(node)
        part = source.part
        structure = (part.element.get("structure") or "").strip()
        return Organization(
            root.identifier,
            root,
            objectives_global=self._flag(part, "objectivesGlobalToSystem"),
            shared_data_global=self._flag(part, "sharedDataGlobalToSystem", since="4th"),
            structure=structure if structure not in ("", "hierarchical") else None,
        )

    def _flag(self, part: Part, name: str, since: str = "2nd") -> bool:
        """Return an attribute of an organization of SCORM 2004 that is true unless said."""
        said = any(str(key).rpartition("}")[2] == name for key in part.element.attrib)
        if not said or self._version.standard == "scorm12":
            return True
        if since == "4th" and self._version.edition in ("2nd", "3rd"):
            edition = self._version.edition
            rule = sequencing_rules.FOURTH_EDITION
            self.values.say(rule, part, name, name=name, edition=edition)
        return self.values.boolean(part, name, default=True)

    def _activity(self, item: ManifestItem, element: str = "item") -> tuple[Activity, Node]:
        identifier = self._identifier(item, element)
        title = self._title(item, identifier, element)
        sequencing = self._sequencing_of(item, identifier)
        below = [self._activity(child) for child in item.children]
        read = self._resource_of(item, identifier, element)
        attributes = self._attributes(item, sequencing)
        kind: Kind = "cluster" if read is None else read.resource.kind
        activity = Activity(
            identifier=identifier,
            title=title,
            kind=kind,
            href=None if read is None else self._href(item, identifier, read),
            resource=None if read is None else read.resource.identifier,
            parameters=item.parameters,
            children=tuple(activity for activity, _ in below),
            visible=self.values.boolean(item.part, "isvisible", default=True),
            sequencing=None if sequencing is None else sequencing.sequencing,
            metadata=self._metadata.read(item.inner.get("metadata"), self._manifest.bases[:1]),
            **attributes._asdict(),
        )
        nodes = tuple(node for _, node in below)
        return activity, Node(item, identifier, sequencing, nodes)

    def _sequencing_of(self, item: ManifestItem, identifier: str) -> ReadSequencing | None:
        own = item.inner.get("sequencing")
        if own is None or self._version.standard == "scorm12":
            return None
        return self._sequencing.read(own, identifier)

    def _attributes(
        self, item: ManifestItem, sequencing: ReadSequencing | None
    ) -> ActivityAttributes:
        if self._version.standard == "scorm12":
            return read_attributes_12(item, self.values)
        return read_attributes_2004(item, sequencing, self._version.edition, self.values)

    def _identifier(self, item: ManifestItem, element: str) -> str:
        """Return an identifier that is the item's alone within its organization."""
        wanted = item.identifier or f"{element}-{len(self._used) + 1}"
        identifier = wanted
        while identifier in self._used:
            self._copies[wanted] += 1
            identifier = f"{wanted}-{self._copies[wanted] + 1}"
        self._used.add(identifier)
        if not item.identifier:
            said = {"what": element, "name": identifier}
            self.values.say(rules.IDENTIFIER_MISSING, item.part, **said)
        elif identifier != wanted:
            said = {"name": wanted, "other": identifier}
            self.values.say(rules.ITEM_TWICE, item.part, "identifier", **said)
        return identifier

    def _title(self, item: ManifestItem, identifier: str, element: str) -> str:
        title = item.title or ""
        said = {"what": element, "name": identifier}
        if not title:
            self.values.say(rules.TITLE_MISSING, item.part, **said)
            return identifier
        for rule, limit in ((rules.TITLE_LONG, TITLE_CHARACTERS), (rules.TITLE_PORTABLE, 200)):
            # SCORM 1.2 forbids longer titles, and the tables of its structure say so.
            old = self._version.standard == "scorm12" and rule is rules.TITLE_PORTABLE
            if len(title) > limit and not old:
                part = item.inner["title"]
                self.values.say(rule, part, None, **said, count=len(title), limit=limit)
                break
        return title[:TITLE_CHARACTERS]

    def _resource_of(
        self, item: ManifestItem, identifier: str, element: str
    ) -> ReadResource | None:
        """Return the resource that an item starts, None where it starts none."""
        if not item.reference:
            if not item.children:
                self.values.say(rules.ITEM_EMPTY, item.part, item=identifier)
            return None
        part, attribute = item.part, "identifierref"
        if item.children and self._version.standard == "scorm2004":
            self.values.say(rules.CLUSTER_STARTS, part, attribute, item=identifier)
            return None
        read = self._resources.get(item.reference)
        said = {"item": identifier, "name": item.reference}
        if read is None:
            self.values.say(rules.REFERENCE_DANGLING, part, attribute, **said)
        elif read.start is None:
            self.values.say(rules.RESOURCE_HREF, part, attribute, **said)
        elif element == "item":
            return read
        return None

    def _href(self, item: ManifestItem, identifier: str, read: ReadResource) -> str | None:
        """Return the launch address: the resource's href joined with the item's parameters."""
        start = read.start
        if start is None:
            return None
        self._say_of_start(read, start, identifier)
        if start.url is None:
            return None
        joined = join_parameters(start.url, item.parameters)
        if joined is None:
            said = {"parameters": item.parameters, "href": start.href}
            self.values.say(file_rules.PARAMETERS_DROPPED, item.part, "parameters", **said)
            return start.url
        return joined

    def _say_of_start(self, read: ReadResource, start: Start, identifier: str) -> None:
        """Say what is wrong with an address that an item starts, once for all of its items."""
        if read.resource.identifier in self._told:
            return
        self._told.add(read.resource.identifier)
        rule = None
        if start.url is None:
            rule = _HREF_FAULTS.get(start.reference.kind, file_rules.LAUNCH_MISSING)
        elif start.reference.kind == "external":
            rule = file_rules.HREF_EXTERNAL
        if rule is not None:
            said = {"item": identifier, "href": start.href, "scheme": start.reference.path}
            self.values.say(rule, read.source.part, "href", **said)
