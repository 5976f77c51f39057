"""What a file is that is no package: by its first bytes, by the names in it, by its manifest. Pure.

People upload what they have: the source of the course, a backup, the archive around the archive.
Each is told by name, with what to do instead.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from packager.rules import archive as archive_rules
from packager.rules import foreign as rules
from packager.rules import identification

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

    from packager.findings import Finding, Rule

START: Final = 40_000  # bytes by which a file is told: an ISO image's mark stands at 32,769
_NAMES_SHOWN: Final = 10


class _Format(NamedTuple):
    """A format that is told by bytes at a place."""

    name: str
    rule: Rule
    at: int
    mark: bytes


_FORMATS: Final = (
    _Format("RAR", archive_rules.OTHER_FORMAT, 0, b"Rar!\x1a\x07"),
    _Format("7-Zip", archive_rules.OTHER_FORMAT, 0, b"7z\xbc\xaf\x27\x1c"),
    _Format("gzip", archive_rules.OTHER_FORMAT, 0, b"\x1f\x8b"),
    _Format("bzip2", archive_rules.OTHER_FORMAT, 0, b"BZh"),
    _Format("xz", archive_rules.OTHER_FORMAT, 0, b"\xfd7zXZ\x00"),
    _Format("Zstandard", archive_rules.OTHER_FORMAT, 0, b"\x28\xb5\x2f\xfd"),
    _Format("CAB", archive_rules.OTHER_FORMAT, 0, b"MSCF"),
    _Format("ARJ", archive_rules.OTHER_FORMAT, 0, b"\x60\xea"),
    _Format("LHA", archive_rules.OTHER_FORMAT, 2, b"-lh"),
    _Format("tar", archive_rules.OTHER_FORMAT, 257, b"ustar"),
    _Format("ISO 9660", archive_rules.OTHER_FORMAT, 32_769, b"CD001"),
    _Format("RTF", rules.OFFICE, 0, b"{\\rtf"),
    _Format("Microsoft Office 97–2003", rules.OFFICE, 0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    _Format("MP4", rules.MEDIA, 4, b"ftyp"),
    _Format("MP3", rules.MEDIA, 0, b"ID3"),
    _Format("AVI / WAV / WebP", rules.MEDIA, 0, b"RIFF"),
    _Format("Ogg", rules.MEDIA, 0, b"OggS"),
    _Format("WebM / Matroska", rules.MEDIA, 0, b"\x1a\x45\xdf\xa3"),
    _Format("Windows Media", rules.MEDIA, 0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11"),
    _Format("Flash", rules.MEDIA, 0, b"FWS"),
    _Format("Flash", rules.MEDIA, 0, b"CWS"),
    _Format("Flash", rules.MEDIA, 0, b"FLV\x01"),
    _Format("GIF", rules.MEDIA, 0, b"GIF8"),
    _Format("PNG", rules.MEDIA, 0, b"\x89PNG\r\n"),
    _Format("JPEG", rules.MEDIA, 0, b"\xff\xd8\xff"),
    _Format("Windows", rules.PROGRAM, 0, b"MZ"),
    _Format("Linux", rules.PROGRAM, 0, b"\x7fELF"),
    _Format("Java", rules.PROGRAM, 0, b"\xca\xfe\xba\xbe"),
    _Format("script", rules.PROGRAM, 0, b"#!"),
)
_PDF: Final = (b"%PDF-", 1024)  # readers take it anywhere in so many bytes
_HTML: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body|script)\b",
    re.IGNORECASE,
)


def foreign_file(start: bytes) -> Finding | None:
    """Return what a file is that begins so and is no zip archive; None where that is unknown."""
    if start.startswith(b"\x1f\x8b") and _is_moodle(_inflated(start)):
        return rules.MOODLE_BACKUP.at()
    if _PDF[0] in start[: _PDF[1]]:
        return rules.PDF.at()
    if is_web_page(start):
        return rules.HTML_PAGE.at()
    found = _format(start)
    return None if found is None else found.rule.at(format=found.name)


def foreign_front(start: bytes) -> str | None:
    """Return the format that a file is besides being a zip archive, by what stands before that."""
    if _PDF[0] in start[: _PDF[1]]:
        return "PDF"
    if is_web_page(start):
        return "HTML"
    found = _format(start)
    return None if found is None else found.name


def is_web_page(start: bytes) -> bool:
    """Whether a file that begins so is HTML."""
    return _HTML.match(start) is not None


def _format(start: bytes) -> _Format | None:
    return next((f for f in _FORMATS if start.startswith(f.mark, f.at)), None)


def _inflated(start: bytes) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(start, START)
    except zlib.error:
        return b""


def _is_moodle(tar: bytes) -> bool:
    """Whether a tar archive begins as Moodle's backups do."""
    return tar.startswith((b".ARCHIVE_INDEX\0", b"moodle_backup.xml\0"))


#: Archives of other kinds: files that all must be there, and what is said then.
_OTHER_ZIPS: Final[tuple[tuple[tuple[str, ...], Rule, dict[str, Any]], ...]] = (
    (("h5p.json",), rules.H5P, {}),
    (("moodle_backup.xml",), rules.MOODLE_BACKUP, {}),
    (("moodle.xml",), rules.MOODLE_BACKUP, {}),
    ((".bb-package-info",), rules.LMS_EXPORT, {"lms": "Blackboard"}),
    (("course_settings/canvas_export.txt",), rules.LMS_EXPORT, {"lms": "Canvas"}),
    (
        ("[content_types].xml", "story/story.xml"),
        rules.AUTHORING_SOURCE,
        {"tool": "Articulate Storyline", "name": "story/story.xml"},
    ),
    (
        ("content.data", "contentv3.xml"),
        rules.AUTHORING_SOURCE,
        {"tool": "eXeLearning", "name": "contentv3.xml"},
    ),
    (
        ("content.xml", "content.dtd"),
        rules.AUTHORING_SOURCE,
        {"tool": "eXeLearning", "name": "content.xml"},
    ),
    (("[content_types].xml", "word/document.xml"), rules.OFFICE, {"format": "Word"}),
    (("[content_types].xml", "ppt/presentation.xml"), rules.OFFICE, {"format": "PowerPoint"}),
    (("[content_types].xml", "xl/workbook.xml"), rules.OFFICE, {"format": "Excel"}),
    (("[content_types].xml",), rules.OFFICE, {"format": "Office Open XML"}),
    (
        ("mimetype", "content.xml", "meta-inf/manifest.xml"),
        rules.OFFICE,
        {"format": "OpenDocument"},
    ),
    (("meta-inf/container.xml",), rules.OTHER_ZIP, {"format": "EPUB"}),
    (("androidmanifest.xml",), rules.OTHER_ZIP, {"format": "APK (Android)"}),
    (("meta-inf/manifest.mf",), rules.OTHER_ZIP, {"format": "JAR (Java)"}),
)
_SOURCES: Final = {
    "story": "Articulate Storyline",
    "elp": "eXeLearning",
    "elpx": "eXeLearning",
    "cptx": "Adobe Captivate",
    "cpvc": "Adobe Captivate",
    "ispx": "iSpring Suite",
    "quiz": "iSpring QuizMaker",
    "trivantis": "Lectora",
    "awt": "Lectora",
    "camproj": "Camtasia",
    "tscproj": "Camtasia",
    "pptx": "PowerPoint",
    "ppt": "PowerPoint",
}
_ILIAS: Final = re.compile(r"\d{9,}__\d+__[a-z]+_\d+/manifest\.xml")
_ARCHIVES: Final = frozenset({"zip", "rar", "7z", "tar", "gz", "tgz", "mbz", "imscc", "h5p"})
_NEARLY: Final = (
    (re.compile(r"cmi5.*\.xml(\.\w+)?|.*cmi5\.xml"), "cmi5.xml"),
    (re.compile(r".*ims_?manifest.*"), "imsmanifest.xml"),
    (re.compile(r".*tin_?can.*\.xml(\.\w+)?"), "tincan.xml"),
)
_AICC: Final = frozenset({"au", "cst", "des", "ort", "pre", "cmp"})
_PAGES: Final = frozenset({"html", "htm", "xhtml"})


def foreign_archive(names: Sequence[str]) -> Finding:
    """Return what an archive is in which no descriptor was found, by the names in it."""
    if not names:
        return rules.EMPTY.at()
    lower = {name.lower(): name for name in names}
    for needed, rule, values in _OTHER_ZIPS:
        if all(name in lower for name in needed):
            return rule.at(**values)
    if any(_ILIAS.fullmatch(name) for name in lower):
        return rules.LMS_EXPORT.at(lms="ILIAS")
    by_depth = sorted(names, key=lambda name: (name.count("/"), name))
    return (
        _source_inside(by_depth)
        or _nearly_named(by_depth)
        or _of_endings(by_depth, _ARCHIVES, rules.ARCHIVE_INSIDE)
        or _of_endings(by_depth, _AICC, rules.AICC_INCOMPLETE)
        or _pages(by_depth)
        or identification.MANIFEST_MISSING.at(names=_top(names))
    )


def _source_inside(names: Sequence[str]) -> Finding | None:
    for name in names:
        tool = _SOURCES.get(_ending(name))
        if tool is not None:
            return rules.AUTHORING_SOURCE.at(name, tool=tool, name=name)
    return None


def _nearly_named(names: Sequence[str]) -> Finding | None:
    for name in names:
        last = name[name.rfind("/") + 1 :].lower()
        for pattern, wanted in _NEARLY if name.count("/") <= 1 else ():
            if pattern.fullmatch(last):
                return rules.DESCRIPTOR_NAME.at(name, name=name, wanted=wanted)
    return None


def _of_endings(names: Sequence[str], endings: frozenset[str], rule: Rule) -> Finding | None:
    found = [name for name in names if _ending(name) in endings]
    return rule.at(found[0], names=_some(found)) if found else None


def _pages(names: Sequence[str]) -> Finding | None:
    page = next((name for name in names if _ending(name) in _PAGES), None)
    return None if page is None else rules.WEB_PAGES.at(page, name=page, names=_top(names))


def _ending(name: str) -> str:
    return name[name.rfind(".") + 1 :].lower()


def _top(names: Sequence[str]) -> str:
    return _some(sorted({name.partition("/")[0] for name in names}))


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:_NAMES_SHOWN]) + (", …" if len(names) > _NAMES_SHOWN else "")


def foreign_manifest(root: _Element) -> Finding | None:
    """Return what a package is whose manifest is another standard's; None for SCORM's own."""
    spaces = {str(space).lower() for space in root.nsmap.values()}
    if any("adlcp" in space for space in spaces):
        return None
    schema = str(root.findtext("{*}metadata/{*}schema")).lower()
    kinds = {str(resource.get("type")) for resource in root.iterfind("{*}resources/{*}resource")}
    if any("blackboard.com" in space for space in spaces):
        return rules.LMS_EXPORT.at(lms="Blackboard")
    if any("desire2learn.com" in space for space in spaces):
        return rules.LMS_EXPORT.at(lms="Brightspace")
    if "common cartridge" in schema or any("imscc" in space for space in spaces):
        return rules.COMMON_CARTRIDGE.at()
    kinds.discard("webcontent")
    if kinds and all("imsqti" in kind for kind in kinds):
        return rules.QTI.at()
    return None
