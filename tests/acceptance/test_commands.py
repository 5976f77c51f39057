"""`cursus keys`, `import` and `serve`, as an operator runs them: with a service and without."""

from __future__ import annotations

import asyncio
import fcntl
import os
import socket
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.manifests import manifest_12, package

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from tests.acceptance.conftest import Service

    Running = Callable[[Path], AbstractAsyncContextManager[Service]]


class Ended(NamedTuple):
    code: int
    out: str
    err: str


async def cursus(*arguments: str, **settings: str) -> Ended:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("CURSUS_", "LC_"))}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "runtime.main",
        *arguments,
        env=environment | {"LANG": "C.UTF-8"} | settings,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(30):
        out, err = await process.communicate()
    assert process.returncode is not None
    assert b"Traceback" not in err
    return Ended(process.returncode, out.decode(), err.decode())


async def test_keys_are_made_listed_and_revoked_without_a_service(tmp_path: Path) -> None:
    data = {"CURSUS_DATA": str(tmp_path / "data")}
    made = await cursus("keys", "create", "Moodle", "--scope", "read:course", **data)
    key = made.out.partition(":")[0]
    assert (await cursus("keys", "list", **data)).out == f"{key}  read:course  Moodle\n"
    assert (await cursus("keys", "revoke", key, **data)).code == 0
    assert (await cursus("keys", "list", **data)).out == f"{key}  read:course  Moodle  revoked\n"


async def test_a_key_that_is_not_there_cannot_be_revoked(tmp_path: Path) -> None:
    data = {"CURSUS_DATA": str(tmp_path), "LANG": "ru_RU.UTF-8"}
    ended = await cursus("keys", "revoke", "nobody", **data)
    assert (ended.code, ended.err.splitlines()[-1]) == (1, "Ключа nobody нет.")


async def test_a_mistyped_scope_is_refused(tmp_path: Path) -> None:
    ended = await cursus("keys", "create", "Moodle", "--scope", "raed", CURSUS_DATA=str(tmp_path))
    assert ended.code == 2
    assert "'raed' is no scope: read, write" in ended.err


async def test_commands_need_no_address_of_content(tmp_path: Path) -> None:
    settings = {"CURSUS_DATA": str(tmp_path), "CURSUS_PUBLIC_URL": "https://cursus.example.org"}
    assert (await cursus("keys", "list", **settings)).code == 0


@pytest.mark.parametrize("arguments", [("keys", "list"), ("serve",)])
async def test_a_data_folder_that_cannot_be_made_is_told(
    arguments: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    ended = await cursus(*arguments, "--data", str(tmp_path / "file" / "data"))
    assert ended.code == 2
    assert "data cannot be used: " in ended.err


async def test_a_folder_held_by_another_command_is_told(tmp_path: Path) -> None:
    with (tmp_path / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ended = await cursus("keys", "list", "--data", str(tmp_path))
    assert ended.code == 1
    assert "Try again in a moment." in ended.err


async def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = await cursus("serve", "--port", port, "--data", str(tmp_path))
    assert ended.code == 1
    assert f"cannot listen at 127.0.0.1, port {port}" in ended.err
    assert "--port." in ended.err


async def test_an_import_without_a_service_prints_findings_and_the_course(tmp_path: Path) -> None:
    file = tmp_path / "course.zip"
    file.write_bytes(package(manifest_12(version=None)))
    data = ("--data", str(tmp_path / "data"))
    arguments = ("import", str(file), "--course-id", "c", *data)
    unknown = await cursus(*arguments)
    assert (unknown.code, "There is no tenant main" in unknown.err) == (1, True)
    await cursus("keys", "create", "Moodle", *data)
    ended = await cursus(*arguments, LANG="ru_RU.UTF-8")
    lines = ended.out.splitlines()
    assert ended.code == 0
    assert "замечание [" in lines[0]
    assert "<manifest" in lines[1]
    assert any(line.strip().startswith("→") for line in lines)
    assert lines[-1] == "c, version 0"


async def test_a_refused_import_ends_with_its_findings(tmp_path: Path) -> None:
    file = tmp_path / "course.zip"
    file.write_bytes(b"no zip")
    data = ("--data", str(tmp_path / "data"))
    await cursus("keys", "create", "Moodle", *data)
    ended = await cursus("import", str(file), "--course-id", "c", *data)
    assert ended.code == 1
    assert "error [" in ended.out


async def test_commands_act_through_the_running_service(running: Running, tmp_path: Path) -> None:
    file = tmp_path / "course.zip"
    file.write_bytes(package(manifest_12()))
    data = {"CURSUS_DATA": str(tmp_path / "data")}
    async with running(tmp_path / "data") as service:
        assert (await cursus("import", str(file), "--course-id", "c", **data)).code == 0
        assert (await service.api("GET", "/courses/c"))["version"] == 0
        again = await cursus("import", str(file), "--course-id", "c", **data)
        assert (again.code, "already exists" in again.err) == (1, True)
        second = await cursus("serve", "--port", "0", **data)
        assert (second.code, "in use by process" in second.err) == (1, True)
