"""One deliberate fault in a package: its bytes, its zip records, its descriptor, or its names."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from tests.zip_builder import File, build_zip

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from lxml.etree import _Element


class Seed(NamedTuple):
    """A package to be broken: names and contents of its files."""

    name: str
    entries: tuple[tuple[str, bytes], ...]


_DESCRIPTOR = re.compile(
    r"(.*/)?(imsmanifest|cmi5|tincan)\.xml$|.*\.(crs|au|des|cst|ort|pre|cmp)$", re.IGNORECASE
)
_XML = re.compile(r".*\.xml$", re.IGNORECASE)

_NAMES = (
    "../evil.html",
    "/etc/passwd",
    "C:\\x.html",
    "a\\..\\..\\b",
    "..\\x",
    "nul\0.html",
    "a//b.html",
    "./a.html",
    "dot.",
    "space ",
    "\u202egpj.exe",
    "%2e%2e/x",
    "x\n.html",
    "a" * 600,
    "d/" * 40 + "x",
    "",
    "/",
    ".",
    "INDEX.HTML",
    "imsmanifest.xml",
    "IMSMANIFEST.XML",
    "cmi5.xml",
    "tincan.xml",
    "course.crs",
    "Урок.html",
    "é.html",
    "e\u0301.html",
    "CON",
    "a:b",
    "a?b",
    "a#b",
    "a+b %41.html",
)
_VALUES = (
    "",
    " ",
    "../../x",
    "//evil.example/x",
    "javascript:alert(1)",
    "http://[",
    "file:///etc/passwd",
    "-1",
    "1e400",
    "NaN",
    "9" * 400,
    "0x10",
    "١٢",
    "true",
    "maybe",
    "P",
    "PT1H",
    "P1Y2M3DT4H5M6S",
    "9999:59:59",
    "{}",
    "a" * 9000,
    "\u202e",
    "\u0400" * 50,
    "%00",
    "%FF",
    "{0}",
    "{name}",
    "'\"<>&",
    "2004 4th Edition",
    "1.2",
    "CAM 1.3",
    "~(a|b)&c",
    "(" * 300,
    "always",
    "[" * 100,
    "I",
    "R",
    "ROOT",
)
_SNIPPETS = (
    b"&",
    b"<",
    b">",
    b"]]>",
    b"<!--",
    b"<![CDATA[",
    b"&nbsp;",
    b"&x;",
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b'<!DOCTYPE a [<!ENTITY b "c">]>',
    b"<?xml version='1.0' encoding='utf-16'?>",
    b'"',
    b"'",
    b"\r",
    b"\n[Course]\n",
    b",",
    b'"",""',
    b"\x1a",
    b"<a>" * 300,
    b" a='1'" * 50,
    b"\xd0",
    b"&#0;",
    b"&#x110000;",
)
_ENCODINGS = ("utf-16", "utf-16-le", "cp1251", "cp866", "koi8-r", "utf-8-sig", "utf-7", "utf-32")


def mutate(seed: Seed, chance: Random) -> tuple[str, bytes]:
    """Return a mutant of a package and how it was made."""
    made = chance.choice(_MUTATIONS)
    name = made.__name__.strip("_").replace("_", " ")
    return name, made(seed, chance)


def _zipped(entries: list[tuple[str, bytes]]) -> bytes:
    return build_zip([File(name, data) for name, data in entries])


def _bytes(seed: Seed, chance: Random) -> bytes:
    """Change, drop, repeat or cut off bytes of the archive, more often near its ends."""
    data = bytearray(_zipped(list(seed.entries)))
    for _ in range(chance.randint(1, 8)):
        if not data:
            break
        near = chance.random()
        at = chance.randrange(len(data))
        if near < 0.5:  # the directory and the end record
            at = max(0, len(data) - 1 - chance.randrange(min(len(data), 600)))
        length = chance.randint(1, 40)
        match chance.randrange(5):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = data[at : at + length]
            case 3:
                data[at : at + length] = bytes(length)
            case _ if chance.random() < 0.2:
                del data[at:]
            case _:
                data[at : at + 4] = chance.choice(
                    (b"\xff\xff\xff\xff", b"PK\x05\x06", b"PK\x01\x02")
                )
    return bytes(data)


def _records(seed: Seed, chance: Random) -> bytes:
    """Make single fields of the zip's headers say something else."""
    files = [File(name, data) for name, data in seed.entries]
    for _ in range(chance.randint(1, 3)):
        file = chance.choice(files)
        where = chance.choice(("flags", "method", "crc", "packed", "plain"))
        value = chance.choice((0, 1, 8, 9, 12, 99, 0xFFFF, chance.randrange(1 << 16)))
        match chance.randrange(6):
            case 0:
                file.local = {where: value}
            case 1:
                file.central = {where: value}
            case 2:
                file.descriptor = chance.choice(("signed", "bare", "zip64"))
            case 3:
                file.zip64 = True
            case 4:
                file.system, file.attributes = 3, chance.choice((0o120777, 0o020666)) << 16
            case _:
                file.method = chance.choice((0, 8, 9, 12, 14, 93))
    return build_zip(files)


def _names(seed: Seed, chance: Random) -> bytes:
    """Give files other names: hostile, doubled, in another encoding, below another folder."""
    entries: list[File] = [File(name, data) for name, data in seed.entries]
    folder = chance.choice(("", "", "course/", "курс/", "a\\"))
    encoding = chance.choice(("utf-8", "utf-8", "cp866", "cp1251"))
    for file in entries:
        text = folder + str(file.name)
        file.name = text if encoding == "utf-8" else text.encode(encoding, "replace")
    for _ in range(chance.randint(0, 3)):
        victim = chance.choice(entries)
        victim.name = chance.choice(_NAMES)
    if chance.random() < 0.3:
        entries.append(File(chance.choice(_NAMES), b"x"))
    if chance.random() < 0.2:
        entries.append(File(chance.choice(entries).name, b"twin"))
    chance.shuffle(entries)
    return build_zip(entries)


def _files(seed: Seed, chance: Random) -> bytes:
    """Drop, empty, swap or double files."""
    entries = list(seed.entries)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(entries))
        match chance.randrange(4):
            case 0 if len(entries) > 1:
                del entries[at]
            case 1:
                entries[at] = (entries[at][0], b"")
            case 2:
                entries[at] = (entries[at][0], chance.choice(entries)[1])
            case _:
                entries.insert(at, (f"copy of {entries[at][0]}", entries[at][1]))
    return _zipped(entries)


def _text(seed: Seed, chance: Random) -> bytes:
    """Change characters of a descriptor."""

    def change(data: bytes) -> bytes:
        changed = bytearray(data)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(changed) + 1)
            match chance.randrange(4):
                case 0:
                    changed[at:at] = chance.choice(_SNIPPETS)
                case 1:
                    del changed[at : at + chance.randint(1, 30)]
                case 2:
                    begin = chance.randrange(len(changed) + 1)
                    changed[at:at] = changed[begin : begin + chance.randint(1, 200)]
                case _ if chance.random() < 0.1:
                    del changed[at:]
                case _:
                    changed[at : at + 1] = bytes([chance.randrange(256)])
        return bytes(changed)

    return _with_descriptor(seed, chance, change)


def _lines(seed: Seed, chance: Random) -> bytes:
    """Drop, double, swap or repeat lines of a descriptor; end them otherwise."""

    def change(data: bytes) -> bytes:
        lines = data.splitlines() or [b""]
        for _ in range(chance.randint(1, 4)):
            at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
            match chance.randrange(4):
                case 0:
                    lines[at] = lines[other]
                case 1:
                    lines[at], lines[other] = lines[other], lines[at]
                case 2:
                    lines[at] = lines[at].replace(chance.choice((b'"', b",", b"=", b"<")), b"")
                case _:
                    lines[at:at] = [lines[other]] * chance.choice((1, 3, 2000))
        return chance.choice((b"\r\n", b"\n", b"\r")).join(lines)

    return _with_descriptor(seed, chance, change)


def _encoding(seed: Seed, chance: Random) -> bytes:
    """Write a descriptor in another encoding than it says, or say another."""

    def change(data: bytes) -> bytes:
        text = data.decode("utf-8", "replace")
        if chance.random() < 0.5:
            said = chance.choice((*_ENCODINGS, "windows-1251", "ascii", "no-such"))
            text = re.sub(r'encoding="[^"]*"', f'encoding="{said}"', text, count=1)
        if chance.random() < 0.5:
            text = text.replace("e", "е").replace("<mеtadata", "<metadata")
        return text.encode(chance.choice(_ENCODINGS), "replace")

    return _with_descriptor(seed, chance, change)


def _tree(seed: Seed, chance: Random) -> bytes:
    """Change elements and attributes of an XML descriptor."""

    def change(data: bytes) -> bytes:
        try:
            root = etree.fromstring(data)
        except (etree.XMLSyntaxError, ValueError):
            return data
        for _ in range(chance.randint(1, 5)):
            _change_element(root, chance)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8")

    return _with_descriptor(seed, chance, change, _XML)


def _change_element(root: _Element, chance: Random) -> None:
    elements = [e for e in root.iter("{*}*") if e is not root] or [root]
    element, other = chance.choice(elements), chance.choice(elements)
    parent = element.getparent()
    name = chance.choice([str(n) for n in element.attrib] or ["identifier"])
    match chance.randrange(9):
        case 0 if parent is not None:
            parent.remove(element)
        case 1 if parent is not None:
            parent.append(deepcopy(element))
        case 2:
            element.attrib.pop(name, "")
        case 3:
            element.set(name, chance.choice(_VALUES))
        case 4:
            element.set(name, str(chance.choice([*map(str, other.attrib.values()), "x"])))
        case 5:
            element.text = chance.choice(_VALUES)
        case 6:
            element.tag = str(other.tag)
        case 7 if other not in element.iterancestors() and other is not element:
            element.append(deepcopy(other))
        case _:
            for _ in range(chance.choice((1, 5, 300))):
                inner = etree.SubElement(element, str(element.tag), {"identifier": "deep"})
                element = inner if chance.random() < 0.7 else element


def _with_descriptor(
    seed: Seed,
    chance: Random,
    change: Callable[[bytes], bytes],
    kind: re.Pattern[str] = _DESCRIPTOR,
) -> bytes:
    entries = list(seed.entries)
    places = [at for at, (name, _) in enumerate(entries) if kind.match(name)]
    at = chance.choice(places or range(len(entries)))
    entries[at] = (entries[at][0], change(entries[at][1]))
    return _zipped(entries)


_MUTATIONS: tuple[Callable[[Seed, Random], bytes], ...] = (
    _bytes,
    _records,
    _names,
    _files,
    _text,
    _text,
    _lines,
    _encoding,
    _tree,
    _tree,
    _tree,
)
