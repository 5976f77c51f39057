from __future__ import annotations

import asyncio
import stat
from typing import TYPE_CHECKING, Any

import pytest

from cursus.admin import Emit, ServiceNotRunning, ServiceProblem, call_admin, serve_admin
from cursus.datafolder import DataFolder
from cursus.errors import Conflict
from cursus.texts import Text

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(params=["short", "a long name of a folder " * 5])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> DataFolder:
    """A data folder, once where a Unix socket's path would be too long."""
    return DataFolder(tmp_path / request.param.strip())


async def count(args: dict[str, Any], emit: Emit) -> dict[str, Any]:
    for number in range(args["to"]):
        emit({"done": number, "of": args["to"]})
        await asyncio.sleep(0)
    return {"counted": args["to"], "text": "х" * args.get("size", 0)}


async def refuse(_: dict[str, Any], emit: Emit) -> dict[str, Any]:
    emit({"done": 1})
    raise Conflict(Text("It is taken.", "Занято."), holder="42")


async def break_down(_: dict[str, Any], __: Emit) -> dict[str, Any]:
    raise ZeroDivisionError("password=hunter2")


COMMANDS = {"count": count, "refuse": refuse, "break": break_down}


async def test_a_command_reports_progress_and_then_its_result(folder: DataFolder) -> None:
    seen: list[dict[str, Any]] = []
    async with serve_admin(folder, COMMANDS):
        result = await call_admin(folder, "count", {"to": 3}, seen.append)
    assert result == {"counted": 3, "text": ""}
    assert seen == [{"done": number, "of": 3} for number in range(3)]


async def test_a_result_may_be_long(folder: DataFolder) -> None:
    async with serve_admin(folder, COMMANDS):
        result = await call_admin(folder, "count", {"to": 500, "size": 3_000_000}, print)
    assert len(result["text"]) == 3_000_000


async def test_a_problem_is_carried_across_in_both_languages(folder: DataFolder) -> None:
    async with serve_admin(folder, COMMANDS):
        with pytest.raises(ServiceProblem, match="It is taken") as problem:
            await call_admin(folder, "refuse", {}, print)
    expected = Conflict(Text("It is taken.", "Занято."), holder="42")
    assert problem.value.status == 409
    assert problem.value.as_json("en") == expected.as_json("en")
    assert problem.value.as_json("ru") == expected.as_json("ru")
    assert problem.value.detail == expected.detail


async def test_an_unknown_command_is_a_problem(folder: DataFolder) -> None:
    async with serve_admin(folder, COMMANDS):
        with pytest.raises(ServiceProblem, match="no command dance"):
            await call_admin(folder, "dance", {}, print)


async def test_what_nobody_foresaw_gives_nothing_away(folder: DataFolder) -> None:
    async with serve_admin(folder, COMMANDS):
        with pytest.raises(ServiceProblem, match="in the log under") as problem:
            await call_admin(folder, "break", {}, print)
    assert "hunter2" not in str(problem.value.as_json("en"))


async def test_the_socket_is_for_its_owner_alone_and_goes_with_the_service(
    folder: DataFolder,
) -> None:
    async with serve_admin(folder, COMMANDS):
        assert stat.S_ISSOCK(folder.admin_socket.stat().st_mode)
        assert stat.S_IMODE(folder.admin_socket.stat().st_mode) == 0o600
    assert not folder.admin_socket.exists()


async def test_without_a_service_there_is_none_to_call(folder: DataFolder) -> None:
    with pytest.raises(ServiceNotRunning):
        await call_admin(folder, "count", {"to": 1}, print)


async def test_the_socket_of_a_service_that_was_killed_is_in_nobodys_way(
    folder: DataFolder,
) -> None:
    async with serve_admin(folder, COMMANDS):
        folder.admin_socket.rename(folder.path / "left behind")
    (folder.path / "left behind").rename(folder.admin_socket)
    with pytest.raises(ServiceNotRunning):
        await call_admin(folder, "count", {"to": 1}, print)
    async with serve_admin(folder, COMMANDS):
        assert (await call_admin(folder, "count", {"to": 1}, print))["counted"] == 1


async def test_a_command_ends_when_its_caller_goes_away(folder: DataFolder) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def work(_: dict[str, Any], __: Emit) -> dict[str, Any]:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
        return {}

    async with serve_admin(folder, {"work": work}):
        calling = asyncio.create_task(call_admin(folder, "work", {}, print))
        await begun.wait()
        calling.cancel()
        async with asyncio.timeout(10):
            await ended.wait()


async def test_commands_run_beside_one_another(folder: DataFolder) -> None:
    both = asyncio.Barrier(2)

    async def meet(_: dict[str, Any], __: Emit) -> dict[str, Any]:
        async with asyncio.timeout(10):
            await both.wait()
        return {}

    async with serve_admin(folder, {"meet": meet}):
        calls = [call_admin(folder, "meet", {}, print) for _ in range(2)]
        assert await asyncio.gather(*calls) == [{}, {}]
