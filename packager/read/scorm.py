"""Reading a SCORM 1.2 or 2004 manifest to the course model.

Everything that can be understood is, and what is not as it should be becomes a finding; nothing is
raised, whatever the manifest says. The parts: `imsmanifest` (what stands there), `resources`,
`organizations` with `attributes` and `imsss`, `lom`, `judging` (references of sequencing),
`namespaces`; `packager.structure` judges what stands where. Pure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.detect import MANIFEST, decide_version
from packager.limits import ITEMS
from packager.model import Activity, Course, Organization
from packager.read.course import ReadCourse
from packager.read.imsmanifest import XML, read_manifest
from packager.read.lom import MetadataReader, schema_findings
from packager.read.namespaces import namespace_findings
from packager.read.organizations import OrganizationReader
from packager.read.resources import ResourceReader
from packager.read.told import not_told
from packager.read.values import say
from packager.rules import archive as archive_rules
from packager.rules import files as file_rules
from packager.rules import identification
from packager.rules import items as rules
from packager.rules import manifest as manifest_rules
from packager.structure import check, tables_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lxml.etree import _Element

    from packager.findings import Finding
    from packager.hrefs import Files
    from packager.read.imsmanifest import Manifest, ManifestItem
    from packager.read.resources import ReadResource

_SERVER_ENDINGS = (".php", ".jsp", ".asp", ".aspx", ".py", ".pl", ".cgi", ".rb")
_CONTROL_ENDINGS = (".xsd", ".dtd")  # go with the manifest and need not be declared
_ARCHIVE_ENDINGS = (".zip", ".rar", ".7z", ".tar", ".gz")


def read_scorm(root: _Element, files: Files, texts: Mapping[str, bytes]) -> ReadCourse:
    """Return the course that a parsed manifest describes over the files that are there.

    `texts` gives the plain bytes of served files that the manifest refers to, by served name; what
    cannot be had (absent, too large, a budget spent) is not in it.
    """
    manifest = read_manifest(root)
    version, findings = decide_version(manifest.evidence, MANIFEST)
    if _is_imumk(manifest):
        return ReadCourse(None, {}, [say(manifest_rules.IMUMK, manifest.part)])
    findings += namespace_findings(manifest, version)
    findings += schema_findings(manifest.metadata)
    findings += (say(identification.SUB_MANIFEST, part) for part in manifest.sub_manifests)
    schema = tables_for(version.standard, version.edition)
    metadata = MetadataReader(files, texts, schema)
    metadata.note_languages([root.get(f"{XML}lang")])
    records = metadata.read(manifest.metadata, manifest.bases[:1])
    resources = ResourceReader(manifest, version, files, metadata)
    read = resources.read()
    reader = OrganizationReader(manifest, version, read.by_identifier, metadata)
    course = None
    if _can_be_read(manifest, reader, findings):
        organizations = _organizations(manifest, reader, read.by_identifier, findings)
        default = _default(manifest, organizations, findings)
        played = next(o for o in organizations if o.identifier == default)
        findings += _starts(manifest, played)
        course = Course(
            standard=version.standard,
            edition=version.edition,
            version_text=manifest.evidence.schemaversion,
            title=played.root.title,
            identifier=manifest.identifier,
            organizations=organizations,
            default_organization=default,
            languages=metadata.languages,
            resources=tuple(found.resource for found in read.by_identifier.values()),
            metadata=records,
        )
    findings += resources.values.findings + reader.findings + metadata.findings
    findings += not_told(check(root, schema, MANIFEST), findings)
    findings += _file_findings(files, read.declared | metadata.declared)
    findings.sort(key=_by_place)
    return ReadCourse(course, read.aliases, findings)


def _by_place(finding: Finding) -> tuple[bool, int]:
    """Order findings as their places stand in the manifest, those of other files last."""
    return finding.file != MANIFEST, finding.line or 0


def _is_imumk(manifest: Manifest) -> bool:
    """Whether this is a module of the Russian collection of school resources.

    It has namespaces of SCORM 2004, no word about a version, pages in XML, and says of each what
    kind it is by `technical` elements or `subtype` attributes.
    """
    if manifest.metadata is not None or not manifest.resources:
        return False
    pages = [resource.href or "" for resource in manifest.resources if resource.href]
    if not pages or not all(page.lower().endswith(".xml") for page in pages):
        return False
    return any(
        resource.part.element.get("subtype") is not None
        or next(resource.part.element.iterchildren("{*}technical"), None) is not None
        for resource in manifest.resources
    ) or any(True for _ in manifest.part.element.iterchildren("{*}technical"))


def _can_be_read(manifest: Manifest, reader: OrganizationReader, findings: list[Finding]) -> bool:
    count = sum(_count(root) for root in manifest.organizations)
    if count > ITEMS:
        part = manifest.organizations_part
        findings.append(say(rules.TOO_MANY_ITEMS, part, count=count, limit=ITEMS))
        return False
    return not reader.shares_too_much()


def _count(item: ManifestItem) -> int:
    return 1 + sum(_count(child) for child in item.children)


def _organizations(
    manifest: Manifest,
    reader: OrganizationReader,
    resources: Mapping[str, ReadResource],
    findings: list[Finding],
) -> tuple[Organization, ...]:
    if not manifest.organizations:
        findings.append(say(rules.NO_ORGANIZATION, manifest.organizations_part))
        return (_from_resources(manifest, resources.values()),)
    return tuple(map(reader.read, manifest.organizations))


def _default(
    manifest: Manifest, organizations: tuple[Organization, ...], findings: list[Finding]
) -> str:
    """Return the identifier of the organization that is played."""
    first = organizations[0].identifier
    named = manifest.default
    part = manifest.organizations_part
    if not manifest.organizations:
        return first
    if len(organizations) > 1:
        findings.append(say(rules.SEVERAL_ORGANIZATIONS, part, count=len(organizations)))
    if not named:
        findings.append(say(rules.DEFAULT_ABSENT, part))
        return first
    if all(organization.identifier != named for organization in organizations):
        findings.append(say(rules.DEFAULT_WRONG, part, "default", name=named))
        return first
    return named


def _from_resources(manifest: Manifest, resources: Iterable[ReadResource]) -> Organization:
    """Return an organization made of what can be started: the SCOs, else all resources."""
    startable = [read for read in resources if read.resource.href]
    scos = [read for read in startable if read.resource.kind == "sco"]
    root = Activity(
        identifier="organization-1",
        title=manifest.identifier or "organization-1",
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


def _starts(manifest: Manifest, played: Organization) -> Iterator[Finding]:
    """Yield that nothing can be started, or that several parts are."""
    count = sum(activity.resource is not None for activity in played.root.walk())
    part = manifest.organizations_part
    if count == 0:
        yield say(rules.NOTHING_TO_PLAY, part)
    elif count > 1:
        yield say(rules.SEVERAL_SCOS, part, count=count)


def _file_findings(files: Files, declared: frozenset[str]) -> Iterator[Finding]:
    """Yield what is to be said about files whatever the manifest says of them."""
    undeclared = sorted(
        name
        for name in files.names - declared - {MANIFEST}
        if not name.lower().endswith(_CONTROL_ENDINGS)
    )
    if undeclared:
        yield file_rules.FILES_UNDECLARED.at(count=len(undeclared), example=undeclared[0])
    for name in sorted(files.names):
        if name.lower().endswith(_SERVER_ENDINGS):
            yield file_rules.SERVER_FILE.at(name)
        elif name.lower().endswith(_ARCHIVE_ENDINGS):
            yield archive_rules.NESTED_ARCHIVE.at(name)
