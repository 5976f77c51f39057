from __future__ import annotations

import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from cursus.datafolder import DataFolder, FolderHeld

if TYPE_CHECKING:
    from pathlib import Path

HOLD = """
import sys
from pathlib import Path
from cursus.datafolder import DataFolder
with DataFolder(Path(sys.argv[1])).locked():
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new" / "data"


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_folder_is_made_for_its_owner_alone(path: Path) -> None:
    folder = DataFolder(path)
    assert _mode(folder.path) == 0o700
    assert folder.objects.is_dir()
    assert folder.spool.is_dir()
    assert folder.cache.is_dir()
    DataFolder(path)  # and may be there already


def test_what_lies_in_a_folder_that_others_may_enter_is_for_its_owner_alone(path: Path) -> None:
    path.mkdir(parents=True)
    path.chmod(0o755)
    folder = DataFolder(path)
    for inside in (folder.objects, folder.spool, folder.cache):
        assert _mode(inside) == 0o700


def test_while_one_process_holds_the_folder_another_learns_which(path: Path) -> None:
    holding = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(
        holding, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(FolderHeld, match=str(holder.pid)) as held, DataFolder(path).locked():
            pass
        assert held.value.pid == holder.pid
        holder.kill()  # however it ends, so does its hold
        holder.wait()
        with DataFolder(path).locked():
            assert (path / "lock").read_text() != f"{holder.pid}\n"


def test_a_folder_let_go_may_be_held_again(path: Path) -> None:
    folder = DataFolder(path)
    for _ in range(2):
        with folder.locked(), pytest.raises(FolderHeld), folder.locked():
            pass


def test_the_secret_key_is_made_once_and_kept_from_others(path: Path) -> None:
    folder = DataFolder(path)
    key = folder.secret_key(None)
    assert len(key) == 64
    assert folder.secret_key(None) == key
    assert DataFolder(path).secret_key(None) == key
    assert _mode(folder.secret_key_file) == 0o600
    assert [file.name for file in path.iterdir() if file.is_file()] == ["secret.key"]


def test_a_given_secret_key_is_taken_and_none_is_made(path: Path) -> None:
    folder = DataFolder(path)
    assert folder.secret_key(SecretStr("given" * 10)) == b"given" * 10
    assert not folder.secret_key_file.exists()
