"""Files that survive a power cut, and what the file system's refusals mean to a caller."""

from __future__ import annotations

import errno
import os
import shutil
import uuid
from typing import TYPE_CHECKING

from cursus.errors import InsufficientStorage, Problem
from cursus.storage.ports import StorageUnavailable

if TYPE_CHECKING:
    from pathlib import Path


def sync(path: Path) -> None:
    """Make a file's content, or a folder's names, survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(path: Path) -> None:
    """Make a folder and those above it, so that they survive a power cut."""
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(exist_ok=True)
    sync(path.parent)


def copy_whole(source: Path, target: Path) -> None:
    """Copy a file, never leaving half of one at the target; not yet synced."""
    temporary = beside(target)
    try:
        shutil.copyfile(source, temporary)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def beside(path: Path) -> Path:
    """Return a free name in the same folder, to be renamed to the path when it is whole."""
    return path.with_name(f"{path.name}.{uuid.uuid4().hex}")


def storage_problem(error: OSError) -> Problem:
    """Return what a refusal of the file system means to whoever called us."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return InsufficientStorage()
    return StorageUnavailable()
