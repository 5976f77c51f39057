"""Output files: whole or not at all, never over another unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from packager.write.outputs import Exists, output

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_takes_its_name_when_it_is_done(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with output(path, force=False) as opened:
        opened.file.write(b"half")
        assert not path.exists()
        opened.file.write(b" and half")
    assert path.read_bytes() == b"half and half"
    assert list(tmp_path.iterdir()) == [path]


def test_nothing_is_left_of_a_file_that_fails(tmp_path: Path) -> None:
    def fails() -> None:
        with output(tmp_path / "a.zip", force=True) as opened:
            opened.file.write(b"half")
            raise ZeroDivisionError

    (tmp_path / "a.zip").write_bytes(b"old")
    with pytest.raises(ZeroDivisionError):
        fails()
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


def test_a_file_that_is_there_is_overwritten_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(b"old")
    with pytest.raises(Exists), output(path, force=False):
        pass
    with output(path, force=True) as opened:
        opened.file.write(b"new")
    assert path.read_bytes() == b"new"


def test_a_file_that_appears_meanwhile_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"

    def raced() -> None:
        with output(path, force=False) as opened:
            opened.file.write(b"ours")
            path.write_bytes(b"theirs")

    with pytest.raises(Exists):
        raced()
    assert [p.read_bytes() for p in tmp_path.iterdir()] == [b"theirs"]
