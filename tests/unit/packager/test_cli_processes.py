"""`cursus validate` on several cores: order, progress, Ctrl-C, packages that kill processes."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from packager.bounds import bound_memory, bound_time, cpu_seconds
from packager.chosen import choose
from packager.crew import judge_all
from packager.limits import ArchiveLimits
from tests.manifests import RESOURCE_12, manifest_12, package

if TYPE_CHECKING:
    from collections.abc import Callable

SOUND = package(manifest_12())
WARNED = package(manifest_12(version=None))
#: 60,000 declared files that are not there: some seconds of work.
SLOW = package(
    manifest_12(
        resources=RESOURCE_12.replace(
            "</resource>", "".join(f'<file href="{n}"/>' for n in range(60_000)) + "</resource>"
        )
    )
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def start(*arguments: str, stderr: int = subprocess.PIPE) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "runtime.main", "validate", *arguments],
        stdout=subprocess.PIPE,
        stderr=stderr,
        start_new_session=True,  # a group of its own, to be interrupted as a terminal does it
        env={"LC_ALL": "C.UTF-8", "TERM": "xterm", "PYTHONPATH": str(Path(__file__).parents[3])},
    )


def lines(output: bytes) -> list[str]:
    return [line.partition(": ")[0] for line in output.decode().splitlines() if line[:1] != " "]


def test_output_is_in_order_whichever_package_is_ready_first(folder: Path) -> None:
    (folder / "a-slow.zip").write_bytes(SLOW)
    for name in ("b", "c", "d", "e"):
        (folder / f"{name}.zip").write_bytes(WARNED)
    with start("-j", "2", ".") as running:
        output, errors = running.communicate()
    assert errors == b""
    assert lines(output)[:-1] == ["a-slow.zip", "b.zip", "c.zip", "d.zip", "e.zip"]


def test_one_process_and_several_say_the_same(folder: Path) -> None:
    for number in range(12):
        (folder / f"{number}.zip").write_bytes(SOUND if number % 2 else WARNED)

    def verdicts(processes: int) -> dict[int, tuple[str, str]]:
        judged = judge_all(choose(["."]), ArchiveLimits(), processes=processes)
        return {place: (judgement.name, judgement.verdict) for place, judgement in judged}

    assert verdicts(1) == verdicts(3) == verdicts(50)
    assert len(verdicts(2)) == 12


def _workers(running: subprocess.Popen[bytes], count: int) -> list[int]:
    """Return the processes of a command as soon as there are enough."""
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
    while len(found := children.read_text("ascii").split()) < count:
        os.sched_yield()
    return [int(process) for process in found]


def _rest(terminal: int) -> bytes:
    rest = b""
    with suppress(OSError):  # EIO: nobody writes any more
        while piece := os.read(terminal, 4096):
            rest += piece
    return rest


def test_a_terminal_sees_a_bar_and_ctrl_c_ends_everything(folder: Path) -> None:
    for name in ("a", "b", "c", "d"):
        (folder / f"{name}.zip").write_bytes(SLOW)
    ours, theirs = pty.openpty()
    with start("-j", "2", ".", stderr=theirs) as running:
        os.close(theirs)
        _workers(running, 2)
        os.killpg(running.pid, signal.SIGINT)
        output, _ = running.communicate()
    told = _rest(ours)
    assert running.returncode == 130
    assert b"Checking" in told
    assert b"0/4" in told
    assert b"Stopped: 0 of 4 packages were looked at." in told
    assert b"Traceback" not in told + output
    with pytest.raises(ProcessLookupError):  # no worker is left
        os.killpg(running.pid, 0)


def test_a_package_whose_process_dies_is_refused_and_the_others_are_judged(folder: Path) -> None:
    (folder / "a-hostile.zip").write_bytes(SLOW)
    (folder / "b.zip").write_bytes(SOUND)
    with start("-j", "1", "--format", "json", ".") as running:
        (worker,) = _workers(running, 1)
        os.kill(worker, signal.SIGKILL)
        output, _ = running.communicate()
    assert running.returncode == 1
    hostile, sound = json.loads(output)["packages"]
    assert [finding["rule"] for finding in hostile["findings"]] == ["inspection.exhausted"]
    assert (hostile["verdict"], sound["verdict"]) == ("refused", "conformant")


def test_workers_end_with_the_command_however_that_ends(folder: Path) -> None:
    for name in ("a", "b"):
        (folder / f"{name}.zip").write_bytes(SLOW)
    with start("-j", "2", ".") as running:
        watched = [os.pidfd_open(worker) for worker in _workers(running, 2)]
        running.kill()
        for worker in watched:
            assert select.select([worker], [], [], 30)[0]  # readable: it has ended
            os.close(worker)


def test_a_stumble_is_a_finding_with_a_trace(folder: Path) -> None:
    (folder / "a.zip").write_bytes(SOUND)
    (folder / "b.zip").write_bytes(b"no zip")
    broken = ArchiveLimits(entries=cast("int", "many"))
    told = dict(judge_all(choose(["."]), broken, processes=1))
    assert [f.rule for f in told[0].report.findings] == ["inspection.failed"]
    assert "TypeError" in (told[0].trace or "")
    assert [f.rule for f in told[1].report.findings] == ["zip.not-a-zip"]


def test_an_unpacked_course_is_judged_as_its_archive_would_be(folder: Path) -> None:
    course = folder / "course"
    course.mkdir()
    (course / "imsmanifest.xml").write_text(manifest_12(version=None), "utf-8")
    (course / "index.html").write_text("<title>Lesson</title>", "utf-8")
    (folder / "same.zip").write_bytes(WARNED)
    packed, unpacked = (
        judgement for _, judgement in sorted(judge_all(choose(["."]), ArchiveLimits(), processes=1))
    )
    assert (unpacked.name, unpacked.folder) == ("course", True)
    assert unpacked.report == packed.report
    assert unpacked.verdict == "playable"


@pytest.mark.parametrize(
    ("limits", "rule"),
    [
        (ArchiveLimits(entries=1), "zip.too-many-files"),
        (ArchiveLimits(unpacked=100), "zip.unpacked-size"),
    ],
)
def test_a_folder_beyond_the_limits_is_not_packed(
    limits: ArchiveLimits, rule: str, folder: Path
) -> None:
    (folder / "imsmanifest.xml").write_text(manifest_12(), "utf-8")
    (folder / "index.html").write_text("x", "utf-8")
    (judged,) = dict(judge_all(choose(["."]), limits, processes=1)).values()
    assert [finding.rule for finding in judged.report.findings] == [rule]


def _died_of(act: Callable[[], object]) -> int:
    """Return how a process ended that did something: 0, or minus the signal."""
    child = os.fork()
    if child == 0:
        try:
            act()
        except MemoryError:
            os._exit(3)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_memory_is_bounded_beside_what_a_process_has() -> None:
    def take(more: int) -> None:
        bound_memory(64 << 20)
        bytearray(more)

    assert _died_of(lambda: take(1 << 20)) == 0
    assert _died_of(lambda: take(128 << 20)) == 3


def test_time_is_bounded_beside_what_a_process_has_used() -> None:
    def burn() -> None:
        bound_time(1)
        while True:
            pass

    assert _died_of(burn) == -signal.SIGXCPU


def test_a_large_package_may_take_longer() -> None:
    assert cpu_seconds(0) == 10
    assert cpu_seconds(2 << 30) == 10 + 43
