"""Entries of an archive judged by their headers in the central directory alone.

Whether an entry can be a file of a course at all, whether sizes stay within limits, and what it
is called. Sections are those of PKWARE's APPNOTE.TXT 6.3.10.
"""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from packager import zip_records as records
from packager.index import DEFLATED, STORED
from packager.limits import ENTRY_RATIO_FROM, RATIO_FROM
from packager.names import check_together, decode_name, is_system_file, serve_name
from packager.rules import archive as rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.findings import Finding
    from packager.limits import ArchiveLimits
    from packager.names import Encoding
    from packager.zip_records import Central

DEFLATED64 = 9  # (4.4.5)

_UNIX_SYSTEMS = frozenset({3, 19})  # 4.4.2: Unix and OS X keep a file's mode in the attributes
_DOS_FOLDER = 0x10


def check_sizes(headers: list[Central], size: int, limits: ArchiveLimits) -> Iterator[Finding]:
    """Yield what declared sizes exceed; real ones are never larger (`packager.verify`)."""
    total = sum(header.plain for header in headers)
    if total > limits.unpacked:
        yield rules.UNPACKED_SIZE.at(size=total, limit=limits.unpacked)
    if total > max(RATIO_FROM, size * limits.ratio):
        yield rules.RATIO.at(ratio=total // size, limit=limits.ratio)
    for header in headers:
        if header.plain > max(ENTRY_RATIO_FROM, header.packed * limits.entry_ratio):
            ratio = header.plain // max(header.packed, 1)
            yield rules.ENTRY_RATIO.at(shown(header), ratio=ratio, limit=limits.entry_ratio)


def check_kind(header: Central) -> Iterator[Finding]:
    """Yield why an entry cannot be a file of a course, whatever is in it."""
    encrypted = records.FLAG_ENCRYPTED | records.FLAG_STRONG_ENCRYPTION | records.FLAG_MASKED
    if header.flags & encrypted:
        yield rules.ENCRYPTED.at(shown(header))
    elif header.method == DEFLATED64:
        yield rules.DEFLATE64.at(shown(header))
    elif header.method not in (STORED, DEFLATED):
        yield rules.METHOD.at(shown(header), method=header.method)
    elif header.method == STORED and header.packed != header.plain:
        yield rules.SIZE_LIES.at(shown(header), declared=header.plain)
    mode = header.attributes >> 16
    if header.system in _UNIX_SYSTEMS and stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        yield rules.SPECIAL_FILE.at(shown(header))


def shown(header: Central) -> str:
    """Return the name of an entry for a finding, whatever it is."""
    return decode_name(header.name, "utf-8", flagged=True)


def _is_folder(header: Central) -> bool:
    """Whether an entry is a folder: by its name, or as DOS tools mark an empty one."""
    if header.name[-1:] in (b"/", b"\\"):
        return True
    return header.plain == 0 and bool(header.attributes & _DOS_FOLDER)


def name_entries(
    headers: list[Central], encoding: Encoding, limits: ArchiveLimits, findings: list[Finding]
) -> list[str | None]:
    """Return each header's served name; None for folders and what is left out."""
    names: list[str | None] = []
    system_files: list[str] = []
    for header in headers:
        raw = header.utf8_name or header.name
        name = decode_name(raw, encoding, flagged=header.utf8_name is not None)
        folder = _is_folder(header)
        if folder and not (name := name.rstrip("/\\")):
            names.append(None)  # some programs write an entry for the root itself
            continue
        served = serve_name(name, len(raw), limits)
        findings += served.findings
        if served.name is None or folder:
            names.append(None)
        elif is_system_file(served.name):
            system_files.append(served.name)
            names.append(None)
        else:
            names.append(served.name)
    if system_files:
        findings.append(rules.SYSTEM_FILES.at(count=len(system_files), example=system_files[0]))
    findings += check_together(name for name in names if name is not None)
    return names


def check_encoding(unflagged: list[bytes], encoding: Encoding) -> Iterator[Finding]:
    """Yield that names without a flag had to be read in some encoding."""
    count = sum(not name.isascii() for name in unflagged)
    if count:
        yield rules.NAME_ENCODING.at(count=count, encoding=encoding)
