"""For every kind of thing that is no package the thing itself, as far as it is told by."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from tests.manifests import package
from tests.spec.packages.sample import Sample
from tests.zip_builder import File, build_zip

if TYPE_CHECKING:
    from collections.abc import Mapping


def zipped(*names: str) -> Sample:
    """An archive of files of these names."""
    return Sample(build_zip([File(name) for name in names]))


def tarred(name: str) -> bytes:
    """The beginning of a tar archive whose first file has this name."""
    return name.encode().ljust(257, b"\0") + b"ustar\x0000" + bytes(248)


def cartridge(namespace: str, schema: str = "", kind: str = "webcontent") -> bytes:
    """A package whose manifest is another standard's."""
    return package(
        f'<manifest identifier="M" xmlns="{namespace}">'
        f"<metadata><schema>{schema}</schema></metadata><organizations/>"
        f'<resources><resource identifier="R" type="{kind}" href="index.html"/></resources>'
        "</manifest>"
    )


IMS = "http://www.imsglobal.org/xsd/imscp_v1p1"

FOREIGN_SAMPLES: Mapping[str, Sample] = {
    "package.pdf": Sample(b"%PDF-1.7\n" + bytes(100)),
    "package.html-page": Sample(b"<!DOCTYPE html>\n<title>404</title>"),
    "package.media-file": Sample(b"\0\0\0\x20ftypisom" + bytes(100)),
    "package.program": Sample(b"MZ" + bytes(100)),
    "package.office-document": zipped("[Content_Types].xml", "word/document.xml"),
    "package.empty": Sample(build_zip([])),
    "package.other-zip": zipped("mimetype", "META-INF/container.xml"),
    "package.authoring-source": zipped("course.story"),
    "package.moodle-backup": Sample(gzip.compress(tarred(".ARCHIVE_INDEX"))),
    "package.lms-export": zipped("1700000000__0__crs_77/manifest.xml"),
    "package.common-cartridge": Sample(
        cartridge("http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1", "IMS Common Cartridge")
    ),
    "package.qti": Sample(cartridge(IMS, "QTIv2.1 Package", "imsqti_item_xmlv2p1")),
    "package.h5p": zipped("h5p.json", "content/content.json"),
    "package.archive-inside": zipped("courses/fire.zip", "readme.txt"),
    "package.descriptor-name": zipped("cmi5-fire.xml", "index.html"),
    "package.aicc-incomplete": zipped("course.cst"),
    "package.web-pages": zipped("index.html", "story.js"),
}
