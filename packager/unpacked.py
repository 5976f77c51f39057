"""An unpacked course as an archive, so that one way of judging serves both.

The files are stored, not deflated, in a temporary file without a name: whatever ends the process,
nothing is left. Links to files are read as files, as zip programs do; links to folders are
followed unless they lead back to a folder that they lie in.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from packager.chosen import VERSION_CONTROL

if TYPE_CHECKING:
    from collections.abc import Iterator


class Unpacked(NamedTuple):
    """The files of a folder and what they take."""

    files: list[Path]
    size: int  # bytes
    entries: int  # files and folders: links can make many of few


def look_through(folder: Path, most: int) -> Unpacked:
    """List the files of a folder by name, not many more entries than `most`."""
    files: list[Path] = []
    size = entries = 0
    for root, folders, names in os.walk(folder, followlinks=True):
        entries += 1
        folders[:] = sorted(
            name
            for name in folders
            if name not in VERSION_CONTROL and not _leads_back(folder, Path(root, name))
        )
        for name in sorted(names):
            path = Path(root, name)
            if path.is_file():  # neither a broken link nor a socket
                files.append(path)
                size += path.stat().st_size
                entries += 1
        if entries > most:
            break
    return Unpacked(files, size, entries)


def _leads_back(top: Path, path: Path) -> bool:
    """Whether a folder below another one is a link to one that it lies in, by whatever way."""
    if not path.is_symlink():
        return False
    target = path.resolve()
    if path.parent.resolve().is_relative_to(target):
        return True
    steps = path.relative_to(top).parents
    return any((top / step).resolve() == target for step in steps)


@contextmanager
def packed(folder: Path, files: list[Path]) -> Iterator[Path]:
    """Pack files of a folder; the archive is there, at the path, until the context ends."""
    with tempfile.TemporaryFile() as archive:
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as writer:
            for path in files:
                name = os.fsencode(path.relative_to(folder)).decode("utf-8", "replace")
                entry = zipfile.ZipInfo(name)
                entry.file_size = path.stat().st_size  # decides for zip64
                with path.open("rb") as source, writer.open(entry, "w") as target:
                    shutil.copyfileobj(source, target, 1 << 20)
        archive.flush()
        yield Path(f"/proc/self/fd/{archive.fileno()}")
