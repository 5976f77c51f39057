"""The encoding of a text from a package: what its bytes are, whatever it says of itself. Pure.

In this order: a byte order mark; UTF-16 by its zeros; UTF-8 where all bytes are; what the text
declares; the Russian code page, or the Western one, that the bytes make sense in. A text that is
UTF-8 but for a few bytes is a damaged one and in no code page: read in one it would be garbled.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from packager.rules import mending as rules

if TYPE_CHECKING:
    from packager.findings import Finding

DECLARATION: Final = re.compile(
    r"<\?xml(?=\s)[^<>]*?(?:\sencoding\s*=\s*(?P<quote>[\"'])(?P<encoding>[^\"'<>]{0,40})(?P=quote)"
    r"[^<>]*?)?\?>"
)
_DECLARED_WITHIN: Final = 4096  # bytes
_WINDOW: Final = 1 << 20  # bytes from the first that is not ASCII, among which a guess is made
_SAMPLE: Final = 1 << 16  # bytes by which a code page is guessed

_MARKS: Final = (  # UTF-32 first: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Encodings that a text may declare: one byte or several for a character, ASCII below 128.
_KNOWN: Final = re.compile(r"utf-8|cp|iso8859|koi8|mac|gb|big5|shift_jis|euc|ascii|latin")
_ALIASES: Final = {"win-1251": "cp1251", "win1251": "cp1251", "x-cp1251": "cp1251"}
_NAMES: Final = {"utf-8-sig": "UTF-8", "utf-32": "UTF-32"}

_ASCII: Final = bytes(range(128))
_NOT_ASCII: Final = bytes(range(128, 256))
_HIGH: Final = re.compile(rb"[\x80-\xff]")
_AMONG_LATIN: Final = re.compile(rb"[A-Za-z][\x80-\xff]|[\x80-\xff][A-Za-z]")
_TOGETHER: Final = re.compile(rb"[\x80-\xff]{2}")
_FREQUENT: Final = "оеаинтсрвл"  # two thirds of the letters of a Russian text


class Decoded(NamedTuple):
    """A text and how it was read."""

    text: str | None  # None when the bytes are damaged
    encoding: str  # as Python calls it
    findings: list[Finding]

    @property
    def mended(self) -> bool:
        """Whether it was read in another encoding than it says."""
        return any(finding.mended for finding in self.findings)


def decode_xml(data: bytes, file: str) -> Decoded:
    """Return the text of an XML file, without a byte order mark (XML10-4.3.3)."""
    encoding, marked = _by_mark(data)
    if encoding is not None:
        return _checked(data, encoding, file, marked=marked)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(data, file, error)
    declared = _declared(text[:_DECLARED_WITHIN])
    return Decoded(text, "utf-8", _lies(data, text, declared, "utf-8", file))


def decode_text(data: bytes, file: str) -> tuple[str, list[Finding]]:
    """Return a text that cannot say its encoding, such as a table of AICC, whatever its bytes."""
    encoding, _ = _by_mark(data)
    guessed = encoding is None
    if encoding is None:
        encoding = "utf-8" if _is_utf8(data) or _nearly_utf8(data) else guess(data)
    text = data.decode(encoding, "replace").removeprefix("\ufeff")
    if "\ufffd" in text and _fails(data, encoding):
        return text, [rules.TEXT_BROKEN.at(file, encoding=said(encoding))]
    if guessed and encoding != "utf-8":
        return text, [rules.ENCODING_UNDECLARED.at(file, encoding=said(encoding))]
    return text, []


def guess(data: bytes) -> str:
    """Return the code page that a text in none of the Unicode encodings is most likely in."""
    first = _HIGH.search(data)
    start = 0 if first is None else max(first.start() - 1, 0)
    data = data[start : start + _WINDOW]
    if len(_AMONG_LATIN.findall(data)) > len(_TOGETHER.findall(data)):
        return "cp1252"  # words of Latin letters with a few of others among them
    high = data.translate(None, _ASCII)[:_SAMPLE]
    return max(("cp1251", "cp866"), key=lambda page: _russian(high.decode(page, "replace")))


def said(encoding: str) -> str:
    """Return an encoding as people call it."""
    if encoding.startswith("cp125"):
        return f"windows-{encoding[2:]}"
    return _NAMES.get(encoding, encoding.upper() if encoding.startswith("utf") else encoding)


def place_of(text: str, at: int) -> tuple[int, int]:
    """Return line and column, both from 1, of a place in a text, its lines ended as in XML."""
    return line_ends(text, 0, at) + 1, at - last_line(text, 0, at) + 1


def line_ends(text: str, start: int, end: int) -> int:
    """Return how many lines end in a stretch of a text: by CR LF, CR or LF (XML10-2.11)."""
    returns = text.count("\r", start, end)
    if not returns:
        return text.count("\n", start, end)
    return text.count("\n", start, end) + returns - text.count("\r\n", start, end)


def last_line(text: str, start: int, end: int) -> int:
    """Return where the last line of a stretch of a text begins, `start` where it is one line."""
    return max(text.rfind("\n", start, end) + 1, text.rfind("\r", start, end) + 1, start)


def _by_mark(data: bytes) -> tuple[str | None, bool]:
    """Return the encoding that a mark says, or zeros show, and whether it was a mark."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, True
    even, odd = data[:128:2], data[1:128:2]
    if not odd.count(0) and _are_high_bytes(even):
        return "utf-16-be", False
    if not even.count(0) and _are_high_bytes(odd):
        return "utf-16-le", False
    return None, False


def _are_high_bytes(half: bytes) -> bool:
    """Whether these are the upper bytes of Latin and Cyrillic characters in UTF-16."""
    return half.count(0) > 0 and 2 * (half.count(0) + half.count(4)) > len(half)


def _checked(data: bytes, encoding: str, file: str, *, marked: bool) -> Decoded:
    """Return a text in an encoding that its first bytes show."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        return _broken(data, encoding, file, error)
    declared = _declared(text[:_DECLARED_WITHIN])
    findings = _lies(data, text, declared, encoding, file)
    if not marked and not findings:
        findings.append(rules.ENCODING_NO_MARK.at(file, 1, encoding=said(encoding)))
    return Decoded(text, encoding, findings)


def _not_utf8(data: bytes, file: str, error: UnicodeDecodeError) -> Decoded:
    """Return a text of 8-bit characters, in what it declares or what it looks like."""
    declared = _declared(data[:_DECLARED_WITHIN].decode("latin-1"))
    codec = _codec(declared)
    if codec not in (None, "utf-8") and not _fails(data, codec):
        finding = rules.ENCODING_OLD.at(file, 1, encoding=declared)
        return Decoded(data.decode(codec), codec, [finding])
    if _nearly_utf8(data):
        return _broken(data, "utf-8", file, error)
    encoding = guess(data)
    text = data.decode(encoding, "replace")
    finding = rules.ENCODING_UNDECLARED.at(file, 1, encoding=said(encoding))
    if declared:
        lies = rules.ENCODING_LIES
        finding = lies.at(file, 1, declared=declared, encoding=said(encoding))
    return Decoded(text, encoding, [finding])


def _broken(data: bytes, encoding: str, file: str, error: UnicodeDecodeError) -> Decoded:
    before = data[: error.start].decode(encoding, "ignore").removeprefix("\ufeff")
    place = place_of(before, len(before))
    finding = rules.ENCODING_BROKEN.at(file, *place, encoding=said(encoding))
    return Decoded(None, encoding, [finding])


def _lies(data: bytes, text: str, declared: str, encoding: str, file: str) -> list[Finding]:
    """Return what is to be said of a declaration: nothing where it means the same text."""
    if not declared or _same_family(declared, encoding):
        return []
    codec = _codec(declared)
    try:
        if codec is not None and data.decode(codec) == text:
            return []  # ASCII, whose letters are the same everywhere
    except UnicodeDecodeError:
        pass
    return [rules.ENCODING_LIES.at(file, 1, declared=declared, encoding=said(encoding))]


def _same_family(one: str, other: str) -> bool:
    """Whether two names mean one encoding, in whichever byte order."""
    return _family(one) == _family(other)


def _family(name: str) -> str:
    plain = re.sub(r"[^a-z0-9]", "", name.lower())
    return re.sub(r"(sig|le|be)$", "", plain)


def _declared(start: str) -> str:
    """Return the encoding that a text declares, empty where it declares none."""
    found = DECLARATION.search(start)
    return "" if found is None else (found["encoding"] or "").strip()


def _codec(declared: str) -> str | None:
    """Return the codec of a declared encoding, None for what no such text can be in."""
    try:
        codec = codecs.lookup(_ALIASES.get(declared.lower(), declared)).name
        if _KNOWN.match(codec) and _ASCII.decode(codec) == _ASCII.decode("ascii"):
            return codec
    except (LookupError, ValueError):
        pass
    return None


def _is_utf8(data: bytes) -> bool:
    return not _fails(data, "utf-8")


def _fails(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return True
    return False


def _nearly_utf8(data: bytes) -> bool:
    """Whether most of what is not ASCII is UTF-8: Russian text of a code page hardly ever is."""
    text = data.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    whole = len(text) - len(data.translate(None, _NOT_ASCII)) - lost
    return whole > 2 * lost


def _russian(text: str) -> int:
    """Return how much a text looks like Russian: by its most frequent letters."""
    return sum(2 * text.count(letter) + text.count(letter.upper()) for letter in _FREQUENT)
