"""For every rule a package that breaks it and nothing else that is worse.

To add one: an entry under the rule's id. `tests/spec/packages/test_rules.py` holds that every
registered rule has a sample here, that the sample fires it, and that the sound packages do not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.limits import ArchiveLimits
from tests import zip_builder as z
from tests.manifests import (
    ITEM,
    NAMESPACES_12,
    RESOURCE_12,
    RESOURCE_2004,
    manifest_12,
    manifest_2004,
    organization,
    organizations,
    package,
)
from tests.spec.packages.sample import Sample
from tests.spec.packages.samples_aicc import AICC_SAMPLES
from tests.spec.packages.samples_cmi5 import CMI5_SAMPLES
from tests.spec.packages.samples_foreign import FOREIGN_SAMPLES
from tests.spec.packages.samples_mending import AICC_FILES, MENDING_SAMPLES
from tests.spec.packages.samples_scorm import SCORM_SAMPLES
from tests.spec.packages.samples_structure import STRUCTURE_SAMPLES
from tests.spec.packages.samples_xapi import XAPI_SAMPLES
from tests.zip_builder import File, build_zip

if TYPE_CHECKING:
    from collections.abc import Mapping


SOUND_12 = package(manifest_12())
SOUND_2004 = package(manifest_2004())

MANIFEST = File("imsmanifest.xml", manifest_12().encode())
PAGE = File("index.html", b"<title>Lesson</title>")
_END = b"PK\x05\x06" + bytes(18)


def archive(*files: File, **how: object) -> Sample:
    """A sound package with further entries."""
    return Sample(build_zip([MANIFEST, PAGE, *files], **how))  # type: ignore[arg-type]


def of_12(tree: str | None = None, resources: str = RESOURCE_12, **how: str | None) -> Sample:
    """A package with another manifest of SCORM 1.2."""
    return Sample(package(manifest_12(tree, resources, **how)))  # type: ignore[arg-type]


def of_2004(tree: str | None = None, resources: str = RESOURCE_2004, **how: str | None) -> Sample:
    """A package with another manifest of SCORM 2004."""
    return Sample(package(manifest_2004(tree, resources, **how)))  # type: ignore[arg-type]


def items(content: str) -> str:
    """The organizations element over other items."""
    return organizations(organization(content))


def item_12(inside: str = "", attributes: str = 'identifierref="R"') -> str:
    """One item with more in it."""
    return items(f'<item identifier="I" {attributes}><title>Lesson</title>{inside}</item>')


def href(value: str) -> str:
    """The resource with another href."""
    return RESOURCE_12.replace('href="index.html"', f'href="{value}"', 1)


ZIP_SAMPLES: Mapping[str, Sample] = {
    "zip.empty-file": Sample(b""),
    "zip.not-a-zip": Sample(b"# LMS Test\n" * 20),
    "zip.other-format": Sample(b"Rar!\x1a\x07\x01\x00" + bytes(100)),
    "zip.truncated": Sample(SOUND_12[:-60]),
    "zip.ambiguous-end": archive(comment=build_zip([File("other.html")])),
    "zip.end-lies": archive(end={"bytes": 10_000}),
    "zip.multi-disk": archive(end={"disk": 1, "directory_disk": 1}),
    "zip.directory-broken": archive(end={"here": 1, "entries": 1}),
    "zip.local-differs": archive(File("a.html", local_name=b"b.html")),
    "zip.overlap": archive(File("a.html", central={"offset": 0})),
    "zip.polyglot": archive(before=b"GIF89a" * 10),
    "zip.junk-before": archive(before=b"\r\n"),
    "zip.junk-after": archive(after=b"\x00" * 10),
    "zip.encrypted": archive(File("a.html", flags=z.ENCRYPTED)),
    "zip.deflate64": archive(File("a.html", method=9)),
    "zip.method": archive(File("a.html", method=14)),
    "zip.special-file": archive(File("a.html", system=z.UNIX, attributes=z.SYMLINK)),
    "zip.crc": archive(File("a.html", local={"crc": 1}, central={"crc": 1})),
    "zip.size-lies": archive(File("a.html", b"x" * 50, local={"plain": 9}, central={"plain": 9})),
    "zip.data-broken": archive(File("a.html", packed=b"\xff" * 8)),
    "zip.too-many-files": Sample(SOUND_12, ArchiveLimits(entries=1)),
    "zip.unpacked-size": Sample(SOUND_12, ArchiveLimits(unpacked=100)),
    "zip.ratio": archive(*(File(f"{n}.txt", bytes(6 << 20)) for n in range(2))),
    "zip.entry-ratio": Sample(
        archive(File("a.txt", bytes(11 << 20))).data, ArchiveLimits(ratio=10_000)
    ),
    "zip.name-escapes": archive(File("../evil.html")),
    "zip.name-control": archive(File("a\0.html")),
    "zip.name-empty": archive(File("./.")),
    "zip.name-long": archive(File("a" * 513)),
    "zip.name-deep": archive(File("a/" * 33 + "b.html")),
    "zip.name-twice": archive(File("a.html"), File("a.html")),
    "zip.file-and-folder": archive(File("a"), File("a/b.html")),
    "zip.name-backslash": archive(File("a\\b.html")),
    "zip.name-untidy": archive(File("a//./b.html")),
    "zip.name-trailing": archive(File("a./b.html")),
    "zip.name-direction": archive(File("a\u202elmth.exe")),
    "zip.name-twins": archive(File("a.html"), File("A.html")),
    "zip.name-encoding": archive(File("урок.html".encode("cp866"))),
    "zip.system-files": archive(File("__MACOSX/._index.html"), File("Thumbs.db")),
    "zip.nested-archive": archive(File("course.zip", build_zip([File("a")]), method=0)),
    "findings.more": Sample(package(manifest_12(), None, *(File(f"{n}.php") for n in range(60)))),
}

IDENTIFICATION_SAMPLES: Mapping[str, Sample] = {
    "manifest.missing": Sample(build_zip([File("readme.txt")])),
    "manifest.not-at-root": Sample(
        build_zip([File("course/imsmanifest.xml", MANIFEST.data), File("index.html")])
    ),
    "manifest.wrapped": Sample(
        build_zip([File("c/imsmanifest.xml", MANIFEST.data), File("c/index.html")])
    ),
    "manifest.name-case": Sample(build_zip([File("IMSManifest.XML", MANIFEST.data), PAGE])),
    "manifest.several": Sample(
        build_zip([File("a/imsmanifest.xml", MANIFEST.data), File("b/imsmanifest.xml")])
    ),
    "manifest.nested": archive(File("inner/imsmanifest.xml")),
    "manifest.too-large": Sample(SOUND_12, ArchiveLimits(descriptor=100)),
    "manifest.value-too-long": of_12(items(ITEM.replace('"I"', f'"{"I" * 8193}"'))),
    "manifest.not-well-formed": Sample(package("<manifest>\n<title>A</manifest>")),
    "manifest.doctype": Sample(package(f"<!DOCTYPE manifest>{manifest_12()}")),
    "manifest.wrong-root": Sample(package("<courseStructure/>")),
    "manifest.sub-manifest": of_12(more=f'<manifest identifier="S" {NAMESPACES_12}/>'),
    "package.xml-alone": Sample(b"<manifest/>"),
    "aicc.wrapped": Sample(
        build_zip(
            [File(f"c/{name}", data) for name, data in AICC_FILES.items()] + [File("c/index.html")]
        )
    ),
    "package.also": archive(File("tincan.xml")),
    "scorm.version-conflict": of_12(version="2004 3rd Edition"),
    "scorm.version-unclear": of_12(version="7.5"),
    "scorm.version-absent": of_12(version=None),
}

FILE_SAMPLES: Mapping[str, Sample] = {
    "scorm.launch-file-missing": of_12(resources=href("lost.html")),
    "scorm.file-missing": of_12(
        resources=RESOURCE_12.replace("</resource>", '<file href="lost.js"/></resource>')
    ),
    "scorm.files-undeclared": archive(File("more.css")),
    "scorm.file-twice": of_12(
        resources=RESOURCE_12.replace("</resource>", '<file href="index.html"/></resource>')
    ),
    "scorm.href-normalised": of_12(resources=href("/index.html")),
    "scorm.href-case": of_12(resources=href("Index.html")),
    "scorm.href-escapes": of_12(resources=href("../index.html")),
    "scorm.href-scheme": of_12(resources=href("javascript:alert(1)")),
    "scorm.href-external": of_12(resources=href("https://example.org/a.html")),
    "scorm.href-invalid": of_12(resources=href("http://[::1")),
    "scorm.base-slash": Sample(
        package(
            manifest_12(resources=RESOURCE_12.replace(" type=", ' xml:base="pages" type=')),
            {"pages/index.html": b"x"},
        )
    ),
    "scorm.server-file": archive(File("report.php")),
    "scorm.parameters-dropped": of_12(
        item_12(attributes='identifierref="R" parameters="#b"'), href("index.html#a")
    ),
}

_TWO_RESOURCES = RESOURCE_12 + RESOURCE_12.replace('"R"', '"R2"')
ITEM_SAMPLES: Mapping[str, Sample] = {
    "scorm.nothing-to-play": of_12(items('<item identifier="I"><title>Lesson</title></item>')),
    "scorm.no-organization": of_12("<organizations/>"),
    "scorm.default-organization-wrong": of_12(organizations(default="OTHER")),
    "scorm.default-organization-absent": of_12(organizations(default=None)),
    "scorm.several-organizations": of_12(
        organizations(organization() + organization(identifier="O2"))
    ),
    "scorm.several-scos": of_12(items(ITEM + ITEM.replace('"I"', '"I2"'))),
    "scorm.identifier-missing": of_12(
        items('<item identifierref="R"><title>Lesson</title></item>')
    ),
    "scorm.item-twice": of_12(items(ITEM + ITEM)),
    "scorm.resource-twice": of_12(resources=RESOURCE_12 + RESOURCE_12),
    "scorm.reference-dangling": of_12(
        items(ITEM + ITEM.replace('"I"', '"I2"').replace('"R"', '"NONE"'))
    ),
    "scorm.resource-without-href": of_12(
        resources=RESOURCE_12.replace(' href="index.html"', "", 1)
    ),
    "scorm.item-empty": of_12(items(ITEM + '<item identifier="I2"><title>Lesson</title></item>')),
    "scorm2004.cluster-starts": of_2004(
        items('<item identifier="C" identifierref="R"><title>Part</title>' + ITEM + "</item>")
    ),
    "scorm.title-missing": of_12(items('<item identifier="I" identifierref="R"/>')),
    "scorm.title-long": of_12(items(ITEM.replace("Lesson", "T" * 1001))),
    "scorm.too-many-items": Sample(of_12(items(ITEM * 5000)).data, ArchiveLimits(ratio=10_000)),
    "scorm.type-absent": of_12(resources=RESOURCE_12.replace(' adlcp:scormtype="sco"', "")),
    "scorm.type-spelling": of_2004(resources=RESOURCE_12),
    "scorm.type-value": of_12(resources=RESOURCE_12.replace('"sco"', '"lesson"')),
    "scorm.dependency-dangling": of_12(
        resources=RESOURCE_12.replace("</resource>", '<dependency identifierref="X"/></resource>')
    ),
    "scorm.dependency-loop": of_12(
        resources=_TWO_RESOURCES.replace(
            "</resource>", '<dependency identifierref="R2"/></resource>'
        )
    ),
    "scorm12.mastery-score-written": of_12(item_12("<adlcp:masteryscore>80%</adlcp:masteryscore>")),
    "scorm12.mastery-score-wrong": of_12(item_12("<adlcp:masteryscore>120</adlcp:masteryscore>")),
    "scorm2004.mastery-score": of_2004(item_12("<adlcp:masteryscore>80</adlcp:masteryscore>")),
    "scorm.time-limit-action": of_12(
        item_12("<adlcp:timelimitaction>explode</adlcp:timelimitaction>")
    ),
    "scorm.time-allowed": of_12(item_12("<adlcp:maxtimeallowed>PT30M</adlcp:maxtimeallowed>")),
}

SAMPLES: Mapping[str, Sample] = {
    **ZIP_SAMPLES,
    **IDENTIFICATION_SAMPLES,
    **FILE_SAMPLES,
    **ITEM_SAMPLES,
    **SCORM_SAMPLES,
    **STRUCTURE_SAMPLES,
    **FOREIGN_SAMPLES,
    **MENDING_SAMPLES,
    **AICC_SAMPLES,
    **CMI5_SAMPLES,
    **XAPI_SAMPLES,
}
