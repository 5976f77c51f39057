"""Files that commands write: whole or not at all, and never over another one unasked."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, Final, NamedTuple

from cursus.texts import Text
from packager.write.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EXISTS: Final = Text(
    "{path} is there already. Name another file with -o, or overwrite it with --force.",
    "{path} уже существует. Укажите другой файл через -o или перезапишите его: --force.",
)


class Exists(Refused):
    """Something has the name of the file already."""

    def __init__(self, path: Path) -> None:
        """Take the file."""
        super().__init__(EXISTS.format(path=path))


class Output(NamedTuple):
    """A file that is being written beside its place."""

    file: IO[bytes]
    path: Path  # where it is until it is done


@contextmanager
def output(path: Path, *, force: bool) -> Iterator[Output]:
    """Open a new file that takes its name when the block ends well, and goes away otherwise.

    Raises `Exists` when something has the name already, OSError when it cannot be written.
    """
    if path.exists() and not force:
        raise Exists(path)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("xb+") as file:
            yield Output(file, part)
        if force:
            part.replace(path)
        else:
            _claim(part, path)
    finally:
        with suppress(FileNotFoundError):
            part.unlink()


def _claim(part: Path, path: Path) -> None:
    """Give a file its name unless another has it by now."""
    try:
        path.hardlink_to(part)
    except FileExistsError as error:
        raise Exists(path) from error
    except OSError:  # a file system without hard links
        part.replace(path)
