"""Wrapping what does not report by itself: a PDF, a film, a recording, a web page.

A page of ours (`pages/`) shows it, finds the LMS, saves how far the learner is and reports
completion. Everything that wrapping pages share lies once in the folder FOLDER of a package, each
wrapping page in a folder of its own below it.
"""

from __future__ import annotations

import html
import json
import re
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import quote, unquote

from lxml import etree
from lxml import html as lxml_html

from packager.types import media_type
from packager.write.archives import Part, of_bytes, of_file
from packager.write.folders import leads_out
from packager.write.pdf import open_pdf

if TYPE_CHECKING:
    from collections.abc import Callable

    from packager.write.pdf import Box, PdfPage

FOLDER: Final = "cursus"
PAGES: Final = Path(__file__).with_name("pages")

Kind = Literal["document", "media", "page"]

_SCRIPTS: Final = (
    "wrapping.css",
    "display.js",
    "find_api.js",
    "hacp.js",
    "marks.js",
    "session.js",
    "texts.js",
    "times.js",
)
# What browsers of today play; other films have to be converted first.
PLAYED: Final = frozenset(
    {
        "video/mp4",
        "video/webm",
        "video/ogg",
        "audio/mpeg",
        "audio/mp4",
        "audio/aac",
        "audio/ogg",
        "audio/wav",
        "audio/webm",
        "audio/flac",
    }
)
_WORDS_A_SECOND: Final = 4  # of somebody who reads fast
_SHORTEST: Final = 5  # seconds
_RUSSIAN: Final = re.compile(r"[А-Яа-яЁё]")
_LETTER: Final = re.compile(r"[^\W\d_]")
_WORD: Final = re.compile(r"\w+")
_CHARSET: Final = re.compile(rb"charset\s*=", re.IGNORECASE)


@dataclass(slots=True)
class Wrapped:
    """A wrapping page: where it starts and the files that it adds."""

    href: str
    files: dict[str, Part]
    title: str | None = None  # the content's own
    language: str | None = None  # as its text looks


@dataclass(slots=True)
class Wrapper:
    """Wraps one file after another."""

    progress: Callable[[str, int, int], object] = lambda *_: None  # what, how many of how many
    shared: dict[str, Part] = field(default_factory=dict)  # the files that all pages share
    _count: int = 0

    def wrap(
        self,
        name: str,
        path: Path,
        *,
        title: str | None,
        language: str | None,
        passes: bool,
    ) -> Wrapped:
        """Return the wrapping page of a file that is `name` in the package; raises `Unreadable`."""
        kind = wrapping_of(name)
        self._count += 1
        for script in (*_SCRIPTS, f"{kind}.js"):
            self.shared.setdefault(f"{FOLDER}/{script}", of_file(PAGES / script))
        folder = f"{FOLDER}/{self._count}"
        steps = _Steps(name, path, folder, title, language, passes, self.progress)
        if kind == "document":
            return _document(steps)
        return _media(steps) if kind == "media" else _page(steps)


def wrapping_of(name: str) -> Kind:
    """Return which page wraps a file."""
    kind = media_type(name)
    if kind == "application/pdf":
        return "document"
    return "media" if kind.startswith(("video/", "audio/")) else "page"


def has_to_be_wrapped(name: str) -> bool:
    """Whether a file can be no SCO by itself: browsers show it, but it cannot report."""
    return wrapping_of(name) != "page"


@dataclass(frozen=True, slots=True)
class _Steps:
    name: str
    path: Path
    folder: str
    title: str | None
    language: str | None
    passes: bool
    progress: Callable[[str, int, int], object]

    def write(
        self,
        kind: Kind,
        title: str,
        language: str,
        more: dict[str, str],
        settings: dict[str, object],
    ) -> tuple[str, Part]:
        """Return the page itself, from its template."""
        template = Template((PAGES / f"{kind}.html").read_text("utf-8"))
        said = json.dumps(settings | {"passes": self.passes}, ensure_ascii=True).replace(
            "<", "\\u003c"
        )
        page = template.substitute(
            more,
            title=html.escape(title),
            language=html.escape(language),
            settings=said,
            file=html.escape(self._address(self.name)),
        )
        return f"{self.folder}/index.html", of_bytes(page.encode())

    def _address(self, name: str) -> str:
        """Return the address of a file of the package, from the wrapping page."""
        return "../" * (self.folder.count("/") + 1) + quote(name)

    @property
    def stem(self) -> str:
        return Path(self.name).stem

    def neighbour(self, path: Path) -> str:
        """Return the address of a file that lies beside the wrapped one."""
        return self._address((Path(self.name).parent / path.name).as_posix())


def _document(steps: _Steps) -> Wrapped:
    files: dict[str, Part] = {}
    sections: list[str] = []
    text: list[str] = []
    crc = 0
    with open_pdf(steps.path) as pdf:
        digits = len(str(len(pdf)))
        for number, page in enumerate(pdf.pages(), 1):
            picture = f"{number:0{digits}}.webp"
            files[f"{steps.folder}/{picture}"] = of_bytes(page.picture)
            crc = zlib.crc32(page.picture, crc)
            sections.append(_section(page, picture, number))
            text += (line for _, line in page.lines)
            steps.progress(steps.name, number, len(pdf))
        own = pdf.title
        settings: dict[str, object] = {"kind": f"d{len(pdf)}-{crc:08x}"}
    language = steps.language or language_of(" ".join(text))
    title = steps.title or own or steps.stem
    more = {"pages": "\n".join(sections)}
    name, part = steps.write("document", title, language, more, settings)
    return Wrapped(name, {name: part, **files}, own or None, language)


def _section(page: PdfPage, picture: str, number: int) -> str:
    """Return a page: its picture, and over it its text, which can be read aloud, found, copied."""
    wide, high = page.width, page.height
    lines = "".join(
        f'<text x="{box.x * wide:.1f}" y="{(box.y + box.height * 0.8) * high:.1f}"'
        f' font-size="{box.height * high:.1f}" textLength="{box.width * wide:.1f}"'
        f' lengthAdjust="spacingAndGlyphs">{html.escape(_printable(said))} </text>'
        for box, said in page.lines
    )
    links = "".join(_link(box, address, wide, high) for box, address in page.links)
    lazy = "" if number == 1 else ' loading="lazy"'
    return (
        f'<section aria-label="{number}"><img src="{picture}" width="{wide}" height="{high}"'
        f' alt=""{lazy}><svg viewBox="0 0 {wide} {high}">{lines}{links}</svg></section>'
    )


def _link(box: Box, address: str, wide: int, high: int) -> str:
    where = html.escape(_printable(address))
    return (
        f'<a href="{where}" target="_blank" rel="noopener" aria-label="{where}">'
        f'<rect x="{box.x * wide:.1f}" y="{box.y * high:.1f}" width="{box.width * wide:.1f}"'
        f' height="{box.height * high:.1f}" fill="transparent"/></a>'
    )


def _printable(text: str) -> str:
    return "".join(character for character in text if character.isprintable())


def _media(steps: _Steps) -> Wrapped:
    element = "audio" if media_type(steps.name).startswith("audio/") else "video"
    tracks: list[str] = []
    files: dict[str, Part] = {}
    folder = steps.path.parent
    for track in sorted(folder.glob(f"{_literal(steps.path.stem)}*.vtt")):
        if leads_out(track, folder):
            continue
        tag = track.stem[len(steps.path.stem) :].strip("._-") or steps.language or "und"
        address = html.escape(steps.neighbour(track))
        tracks.append(
            f'<track kind="captions" src="{address}" srclang="{html.escape(tag)}"'
            f' label="{html.escape(tag)}"{"" if tracks else " default"}>'
        )
        files[(Path(steps.name).parent / track.name).as_posix()] = of_file(track)
    language = steps.language or language_of(steps.title or steps.stem)
    settings: dict[str, object] = {"kind": f"m{steps.path.stat().st_size}"}
    more = {"element": element, "tracks": "".join(tracks)}
    title = steps.title or steps.stem
    name, part = steps.write("media", title, language, more, settings)
    return Wrapped(name, {name: part, **files}, None, language)


def _literal(text: str) -> str:
    return re.sub(r"([*?[])", r"[\1]", text)


def _page(steps: _Steps) -> Wrapped:
    read = read_page(steps.path)
    language = steps.language or read.language or language_of(read.text)
    seconds = max(_SHORTEST, len(_WORD.findall(read.text)) // _WORDS_A_SECOND)
    kind = f"p{zlib.crc32(read.text.encode()):08x}"
    title = steps.title or read.title or steps.stem
    settings: dict[str, object] = {"kind": kind, "seconds": seconds}
    name, part = steps.write("page", title, language, {}, settings)
    return Wrapped(name, {name: part}, read.title, language)


@dataclass(frozen=True, slots=True)
class WebPage:
    """What a web page says about itself."""

    title: str | None
    language: str | None
    text: str
    files: tuple[str, ...]  # addresses of files that it shows or runs, relative to it


def read_page(path: Path) -> WebPage:
    """Read a web page, whatever is wrong with it."""
    data = path.read_bytes() or b"<html/>"
    said = None if _is_utf8(data) or _CHARSET.search(data[:2048]) else "windows-1251"
    parser = lxml_html.HTMLParser(encoding="utf-8" if _is_utf8(data) else said)
    try:
        document: lxml_html.HtmlElement = lxml_html.fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return WebPage(None, None, "", ())
    title = " ".join((document.findtext(".//title") or "").split()) or None
    language = (document.get("lang") or "").strip() or None
    body = document.find(".//body")
    text = " ".join(map(str, (document if body is None else body).itertext()))
    found: dict[str, None] = {}
    for element, attribute, link, _ in document.iterlinks():
        if element.tag == "a" and attribute == "href":
            continue
        address = link.partition("#")[0].partition("?")[0].strip()
        if address and not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|/", address):
            found[unquote(address)] = None
    return WebPage(title, language, text, tuple(found))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def language_of(text: str) -> str:
    """Return the language that a text looks like: Russian when most of its letters are Cyrillic."""
    letters = len(_LETTER.findall(text))
    return "ru" if letters and len(_RUSSIAN.findall(text)) * 2 > letters else "en"
