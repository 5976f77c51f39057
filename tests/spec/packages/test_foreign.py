"""What is uploaded instead of a package is told by name."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from tests.manifests import NAMESPACES_12, manifest_12, package
from tests.spec.packages.samples_foreign import IMS, cartridge, tarred, zipped
from tests.zip_builder import File, build_zip

if TYPE_CHECKING:
    from tests.spec.packages.conftest import Look

FILES = {
    "RAR": (b"Rar!\x1a\x07\x01\x00", "zip.other-format", "RAR"),
    "RAR 4": (b"Rar!\x1a\x07\x00", "zip.other-format", "RAR"),
    "7z": (b"7z\xbc\xaf\x27\x1c", "zip.other-format", "7-Zip"),
    "tar": (tarred("imsmanifest.xml"), "zip.other-format", "tar"),
    "tar.gz": (gzip.compress(tarred("imsmanifest.xml")), "zip.other-format", "gzip"),
    "ISO": (bytes(32_769) + b"CD001", "zip.other-format", "ISO"),
    "Moodle, new": (gzip.compress(tarred(".ARCHIVE_INDEX")), "package.moodle-backup", "Moodle"),
    "Moodle, old": (gzip.compress(tarred("moodle_backup.xml")), "package.moodle-backup", "Moodle"),
    "broken gzip": (b"\x1f\x8b\xff", "zip.other-format", "gzip"),
    "PDF": (b"%PDF-1.4", "package.pdf", "PDF"),
    "PDF behind a little": (b"\n\n%PDF-1.4", "package.pdf", "PDF"),
    "HTML": (b"<html><body>Error</body></html>", "package.html-page", "web page"),
    "HTML 5": (b"\xef\xbb\xbf\n<!doctype HTML><p>", "package.html-page", "web page"),
    "XHTML": (
        b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x" "y"><html/>',
        "package.html-page",
        "web page",
    ),
    "Word 97": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "package.office-document", "Office"),
    "RTF": (b"{\\rtf1\\ansi", "package.office-document", "RTF"),
    "film": (b"\0\0\0\x18ftypmp42", "package.media-file", "MP4"),
    "picture": (b"\x89PNG\r\n\x1a\n", "package.media-file", "PNG"),
    "program": (b"MZ\x90\0", "package.program", "Windows"),
    "manifest alone": (manifest_12().encode(), "package.xml-alone", "manifest"),
    "manifest alone, UTF-16": (manifest_12().encode("utf-16"), "package.xml-alone", "manifest"),
    "text": (b"# LMS Test\n", "zip.not-a-zip", "zip"),
    "broken XML": (b"<courseStructure><au></courseStructure>", "manifest.not-well-formed", "au"),
}


@pytest.mark.parametrize("what", FILES)
def test_a_file_that_is_no_archive_is_told_by_what_it_is(what: str, look: Look) -> None:
    data, rule, word = FILES[what]
    inspection = look(data)
    assert [finding.rule for finding in inspection.report.findings] == [rule]
    assert word in inspection.report.findings[0].text.en
    assert inspection.course is None


ARCHIVES = {
    "Word": (("[Content_Types].xml", "word/document.xml"), "package.office-document", "Word"),
    "PowerPoint": (
        ("[Content_Types].xml", "ppt/presentation.xml"),
        "package.office-document",
        "PowerPoint",
    ),
    "LibreOffice": (
        ("mimetype", "content.xml", "META-INF/manifest.xml"),
        "package.office-document",
        "OpenDocument",
    ),
    "Storyline": (
        ("[Content_Types].xml", "story/story.xml"),
        "package.authoring-source",
        "Storyline",
    ),
    "eXeLearning": (("content.data", "contentv3.xml"), "package.authoring-source", "eXeLearning"),
    "eXeLearning 3": (
        ("content.xml", "content.dtd", "index.html"),
        "package.authoring-source",
        "eXeLearning",
    ),
    "source in a folder": (("src/Course 1.story", "a.png"), "package.authoring-source", "Course 1"),
    "Captivate": (("course.cptx",), "package.authoring-source", "Captivate"),
    "iSpring": (("test.quiz",), "package.authoring-source", "iSpring"),
    "Lectora": (("title.AWT",), "package.authoring-source", "Lectora"),
    "slides": (("lesson.pptx", "lesson.docx"), "package.authoring-source", "PowerPoint"),
    "Moodle zip": (("moodle_backup.xml", "files.xml"), "package.moodle-backup", "Moodle"),
    "Moodle 1.9": (("moodle.xml", "course_files/a.html"), "package.moodle-backup", "Moodle"),
    "ILIAS": (("1700000000__0__crs_77/manifest.xml",), "package.lms-export", "ILIAS"),
    "Blackboard": ((".bb-package-info", "res00001.dat"), "package.lms-export", "Blackboard"),
    "Canvas": (("course_settings/canvas_export.txt",), "package.lms-export", "Canvas"),
    "H5P": (("h5p.json", "content/content.json"), "package.h5p", "H5P"),
    "EPUB": (("mimetype", "META-INF/container.xml"), "package.other-zip", "EPUB"),
    "archive in archive": (("scorm/course.ZIP", "read.me"), "package.archive-inside", "course.ZIP"),
    "two archives": (("a.zip", "b.rar"), "package.archive-inside", "a.zip, b.rar"),
    "cmi5 by another name": (("cmi5-fire.xml", "a.html"), "package.descriptor-name", "cmi5-fire"),
    "manifest twice saved": (("imsmanifest (1).xml",), "package.descriptor-name", "(1)"),
    "manifest as text": (("c/imsmanifest.xml.txt",), "package.descriptor-name", ".txt"),
    "some of AICC": (("course.cst", "course.des"), "package.aicc-incomplete", "course.cst"),
    "sound of Sun": (("sound.au", "sound2.au"), "package.aicc-incomplete", "sound.au"),
    "web pages": (("index.html", "lib/a.js"), "package.web-pages", "index.html, lib"),
    "web pages in a folder": (("web/index.htm", "a.js"), "package.web-pages", "web/index.htm"),
    "an archive of nothing": ((), "package.empty", "no files"),
    "pictures": (("a.png", "b.png"), "manifest.missing", "a.png, b.png"),
    "many pictures": (tuple(f"{n:02}.png" for n in range(30)), "manifest.missing", "09.png, …"),
}


@pytest.mark.parametrize("what", ARCHIVES)
def test_an_archive_of_something_else_is_told_by_what_is_in_it(what: str, look: Look) -> None:
    names, rule, word = ARCHIVES[what]
    inspection = look(zipped(*names).data)
    assert [finding.rule for finding in inspection.report.findings] == [rule]
    text = inspection.report.findings[0].text
    assert word in text.en
    assert word in text.ru or word == "no files"


MANIFESTS = {
    "Common Cartridge 1.0": (
        cartridge("http://www.imsglobal.org/xsd/imscc/imscp_v1p1", "IMS Common Cartridge"),
        "package.common-cartridge",
    ),
    "Common Cartridge 1.3": (
        cartridge("http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1"),
        "package.common-cartridge",
    ),
    "QTI 2.1": (cartridge(IMS, "QTIv2.1 Package", "imsqti_item_xmlv2p1"), "package.qti"),
    "Blackboard": (
        cartridge("http://www.blackboard.com/content-packaging/", "", "course/x-bb-user"),
        "package.lms-export",
    ),
    "Brightspace": (
        cartridge("http://desire2learn.com/xsd/d2lcp_v2p0", "", "d2l"),
        "package.lms-export",
    ),
}


@pytest.mark.parametrize("what", MANIFESTS)
def test_a_manifest_of_another_standard_is_told_by_it(what: str, look: Look) -> None:
    data, rule = MANIFESTS[what]
    findings = look(data).report.findings
    assert [finding.rule for finding in findings if finding.severity == "error"] == [rule]


def test_a_scorm_package_may_hold_questions_and_sources(look: Look) -> None:
    manifest = manifest_12().replace('type="webcontent"', 'type="imsqti_item_xmlv2p1"')
    more = [File("course.story"), File("h5p.json"), File("[Content_Types].xml")]
    assert NAMESPACES_12 in manifest
    assert look(package(manifest, None, *more)).course is not None


FRONTS = {
    "GIF": b"GIF89a" * 20,
    "HTML": b"<html><script>alert(1)</script>",
    "PDF": b"%PDF-1.4\n" + bytes(100),
    "PDF a little later": bytes(500) + b"%PDF-1.4\n",
    "JPEG": b"\xff\xd8\xff\xe0" + bytes(100),
    "Windows": b"MZ\x90\0" + bytes(200),
    "script": b"#!/bin/sh\n",
    "RAR": b"Rar!\x1a\x07\x00" + bytes(20),
}


@pytest.mark.parametrize("front", FRONTS)
@pytest.mark.parametrize("shifted", [True, False])
def test_an_archive_that_is_another_file_too_is_refused(
    front: str, *, shifted: bool, look: Look
) -> None:
    files = [File("imsmanifest.xml", manifest_12().encode()), File("index.html")]
    data = build_zip(files, before=FRONTS[front], shifted=shifted)
    findings = look(data).report.findings
    assert [finding.rule for finding in findings] == ["zip.polyglot"]
    assert front.split(maxsplit=1)[0] in findings[0].text.en


@pytest.mark.parametrize(
    "front", [b"\0" * 100, b"\r\n\r\n", b"--boundary\r\nContent-Type: x\r\n\r\n"]
)
def test_an_archive_behind_bytes_that_are_nothing_is_read(front: bytes, look: Look) -> None:
    files = [File("imsmanifest.xml", manifest_12().encode()), File("index.html")]
    inspection = look(build_zip(files, before=front))
    assert [finding.rule for finding in inspection.report.findings] == ["zip.junk-before"]
    assert inspection.course is not None
