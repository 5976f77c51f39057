"""The structure of a zip archive, read by ourselves and believed in nothing.

Rules of this module:
- The end record is found first and its count is judged before anything else is read: a zip of a
  million entries costs nothing.
- The central directory says what there is; every entry's local header must say the same, and no
  two entries may share a byte. Overlap is how 3 MB declare 650 GB.
- Declared sizes are judged here; `packager.verify` counts the real ones and stops at what was
  declared, so both together are limits on counted bytes.
- Findings, not exceptions: whatever the file is, `read_structure` returns.

Sections are those of PKWARE's APPNOTE.TXT 6.3.10; records are in `packager.zip_records`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from cursus.texts import Text
from packager import zip_records as records
from packager.entries import check_encoding, check_kind, check_sizes, name_entries, shown
from packager.foreign import START, foreign_file, foreign_front
from packager.index import DEFLATED, STORED
from packager.limits import DIRECTORY_BYTES
from packager.names import Encoding, guess_encoding
from packager.rules import archive as rules
from packager.zip_records import Broken, Central, End, Reader

if TYPE_CHECKING:
    from collections.abc import Iterable

    from packager.findings import Finding
    from packager.limits import ArchiveLimits

_LOCAL_READ = 512  # most local headers fit: one read each


class ArchiveEntry(NamedTuple):
    """A file in the archive, its place proved and its bytes not yet looked at."""

    name: str  # as served from this archive, before a wrapping folder is taken off
    offset: int  # of the data, from the beginning of the file
    method: Literal[0, 8]  # STORED or DEFLATED
    packed: int
    plain: int
    crc: int


class Structure(NamedTuple):
    """What an archive holds and what is wrong with it; no entries when it cannot be trusted."""

    entries: list[ArchiveEntry]  # in the order in which they lie in the file
    findings: list[Finding]
    encoding: Encoding = "utf-8"  # of the names that are not flagged


def read_structure(
    descriptor: int, size: int, limits: ArchiveLimits, encoding: Encoding | None = None
) -> Structure:
    """Read the structure of the archive behind an open file descriptor.

    Reads the end, the central directory and each local header, never an entry's data. Names that
    are not flagged as UTF-8 are read in `encoding`, or in one that is guessed and returned.
    """
    reader = Reader(descriptor, size)
    findings: list[Finding] = []
    end = _find_end(reader, findings)
    if end is not None:
        headers = _read_directory(reader, end, limits, findings)
        findings += check_sizes(headers, size, limits)
        for header in headers:
            findings += check_kind(header)
        if not _has_errors(findings):
            unflagged = [header.name for header in headers if header.utf8_name is None]
            guessed = encoding or guess_encoding(unflagged)
            names = name_entries(headers, guessed, limits, findings)
            findings += check_encoding(unflagged, guessed)
            entries = _locate(reader, end, headers, names, findings)
            if not _has_errors(findings):
                return Structure(entries, findings, guessed)
    return Structure([], findings)


def _has_errors(findings: Iterable[Finding]) -> bool:
    return any(finding.severity == "error" for finding in findings)


def _find_end(reader: Reader, findings: list[Finding]) -> End | None:
    """Return the end record (4.3.16): the one that fits, and only when no other fits too."""
    start = reader.read(0, 8)
    if not start:
        findings.append(rules.EMPTY_FILE.at())
        return None
    tail_offset = max(0, reader.size - records.END_BYTES - records.COMMENT_BYTES)
    tail = reader.read(tail_offset, reader.size - tail_offset)
    exact: list[End] = []  # their comment ends where the file ends
    inexact: list[End] = []  # junk follows them, or they are a nested archive's
    broken: Broken | None = None
    limit = max(0, len(tail) - records.END_BYTES + len(records.END_SIGNATURE))
    while (at := tail.rfind(records.END_SIGNATURE, 0, limit)) >= 0 and len(exact) < 2:  # noqa: PLR2004
        limit = at + len(records.END_SIGNATURE) - 1
        try:
            end = records.parse_end(tail, at, tail_offset, reader)
            _check_directory_place(end, reader)
        except Broken as fault:
            broken = broken or fault
            continue
        (exact if end.after == 0 else inexact).append(end)
    if len(exact) > 1:
        findings.append(rules.AMBIGUOUS_END.at())
        return None
    if exact or inexact:
        return (exact or inexact)[0]
    if broken is not None:
        findings.append(rules.END_LIES.at(what=broken.what))
    elif start.startswith(records.LOCAL_SIGNATURE):
        findings.append(rules.TRUNCATED.at())
    else:
        findings.append(foreign_file(reader.read(0, START)) or rules.NOT_A_ZIP.at())
    return None


def _check_directory_place(end: End, reader: Reader) -> None:
    """Check that a central directory stands where an end record puts it (4.3.12)."""
    if end.disk or end.directory_disk or end.entries_here != end.entries:
        return  # a volume of several: refused by its own rule
    begin = end.position - end.directory_bytes
    if end.directory_bytes < end.entries * records.CENTRAL_BYTES:
        raise Broken(Text("its list of files is too short", "список файлов слишком короток"))
    if (
        end.after < 0
        or begin < end.directory_offset
        or (end.entries == 0) != (begin == end.position)
    ):
        raise Broken(Text("its list of files is not there", "списка файлов там нет"))
    if end.entries and reader.read(begin, 4) != records.CENTRAL_SIGNATURE:
        raise Broken(Text("its list of files is not there", "списка файлов там нет"))


def _read_directory(
    reader: Reader, end: End, limits: ArchiveLimits, findings: list[Finding]
) -> list[Central]:
    """Return the central directory's headers (4.3.12), none when it cannot be read."""
    if end.disk or end.directory_disk or end.entries_here != end.entries:
        findings.append(rules.MULTI_DISK.at())
    elif end.entries > limits.entries:
        findings.append(rules.TOO_MANY_FILES.at(count=end.entries, limit=limits.entries))
    elif end.directory_bytes > DIRECTORY_BYTES:
        what = Text("it has {n} bytes", "в нём {n} байт").format(n=end.directory_bytes)
        findings.append(rules.DIRECTORY_BROKEN.at(what=what))
    else:
        directory = reader.read(end.position - end.directory_bytes, end.directory_bytes)
        try:
            return _parse_directory(directory, end.entries)
        except Broken as fault:
            findings.append(rules.DIRECTORY_BROKEN.at(what=fault.what))
    return []


def _parse_directory(directory: bytes, count: int) -> list[Central]:
    headers = []
    at = 0
    for _ in range(count):
        header, at = records.parse_central(directory, at)
        headers.append(header)
    if at != len(directory):
        raise Broken(Text("it holds more than its count", "записей больше, чем указано"))
    return headers


def _locate(
    reader: Reader,
    end: End,
    headers: list[Central],
    names: list[str | None],
    findings: list[Finding],
) -> list[ArchiveEntry]:
    """Return the entries that have names, where they lie; local headers are read and compared."""
    begin = end.position - end.directory_bytes
    shift = begin - end.directory_offset
    order = sorted(range(len(headers)), key=lambda index: headers[index].offset)
    first = headers[order[0]].offset + shift if order else 0
    if first:
        front = foreign_front(reader.read(0, min(first, START)))
        junk = rules.JUNK_BEFORE.at(count=first)
        findings.append(junk if front is None else rules.POLYGLOT.at(format=front))
    if end.after:
        findings.append(rules.JUNK_AFTER.at(count=end.after))
    entries = []
    free = 0  # the first byte that belongs to no entry yet
    for index in order:
        header, name = headers[index], names[index]
        at = header.offset + shift
        if at < free or at + records.LOCAL_BYTES + len(header.name) + header.packed > begin:
            findings.append(rules.OVERLAP.at(shown(header)))
            return []
        try:
            data, free = _check_local(reader, header, at, begin)
        except Broken as fault:
            findings.append(rules.LOCAL_DIFFERS.at(shown(header), what=fault.what))
            continue
        if name is not None:
            entries.append(
                ArchiveEntry(
                    name,
                    data,
                    STORED if header.method == STORED or not header.packed else DEFLATED,
                    header.packed,
                    header.plain,
                    header.crc,
                )
            )
    return entries


def _check_local(reader: Reader, header: Central, at: int, begin: int) -> tuple[int, int]:
    """Return where an entry's data begins and where its last byte's successor is.

    Raises `Broken` where its local header (4.3.7) or data descriptor (4.3.9) says anything else
    than the central directory.
    """
    local = records.parse_local(reader.read(at, _LOCAL_READ), reader, at)
    if local.name != header.name:
        raise Broken(Text("another name", "другое имя"))
    if local.method != header.method or (local.flags ^ header.flags) & records.FLAG_ENCRYPTED:
        raise Broken(Text("another method", "другой метод"))
    data = at + local.bytes
    after = data + header.packed
    if after > begin:
        raise Broken(Text("its data runs into the list of files", "данные заходят в список файлов"))
    sizes = (header.crc, header.packed, header.plain)
    if not local.flags & records.FLAG_DESCRIPTOR:
        if (local.crc, local.packed, local.plain) != sizes:
            raise Broken(Text("another size or checksum", "другой размер или контрольная сумма"))
        return data, after
    length = records.descriptor_length(reader.read(after, 24), *sizes)
    if not length:
        raise Broken(Text("another size behind the data", "другой размер после данных"))
    return data, after + length
