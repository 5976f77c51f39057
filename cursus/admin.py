"""The admin socket: how a command acts on a service that holds the data folder.

A Unix socket in the data folder, for its owner alone. A command is `POST /<name>` with its
arguments as a JSON object; the answer is JSON lines: any number of `{"progress": …}`, then
`{"result": …}` or `{"problem": {"en": …, "ru": …}}`. A caller that goes away ends its command.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

import aiohttp
import orjson
from aiohttp import web

from cursus.errors import NotFound, Problem
from cursus.middleware import unexpected
from cursus.texts import LANGUAGES, Language, Text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from cursus.datafolder import DataFolder

Emit = Callable[[dict[str, Any]], None]
Command = Callable[[dict[str, Any], Emit], Awaitable[dict[str, Any]]]

ARGUMENTS_LIMIT = 1 << 20
BACKLOG = 16
CONNECT_SECONDS = 5

NO_COMMAND = Text("The service has no command {name}.", "У службы нет команды {name}.")


class ServiceNotRunning(RuntimeError):
    """No service listens on the data folder's socket."""


class ServiceProblem(Problem):
    """The service could not do it"""

    slug = "service-problem"
    title_ru = "Служба не смогла это сделать"

    def __init__(self, said: Mapping[Language, dict[str, Any]]) -> None:
        """Take the problem as the service told it, in every language."""
        texts = {
            language: said[language].get("detail", said[language]["title"]) for language in said
        }
        super().__init__(Text(texts["en"], texts["ru"]))
        self.status = said["en"]["status"]
        self._said = said

    def as_json(self, language: Language) -> dict[str, Any]:
        """Return the problem as the service told it."""
        return self._said[language]


@asynccontextmanager
async def serve_admin(folder: DataFolder, commands: Mapping[str, Command]) -> AsyncIterator[None]:
    """Take commands on the folder's socket; its lock must be held, for an old socket goes."""
    app = web.Application(client_max_size=ARGUMENTS_LIMIT)
    app.add_routes([web.post("/{name}", _Commands(commands).handle)])
    runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=2)
    await runner.setup()
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        os.fchmod(listening.fileno(), 0o600)  # before bind: there is no moment when others may
        folder.admin_socket.unlink(missing_ok=True)
        with folder.socket_address() as address:
            listening.bind(address)
        await web.SockSite(runner, listening, backlog=BACKLOG).start()
        yield
    finally:
        await runner.cleanup()
        listening.close()
        folder.admin_socket.unlink(missing_ok=True)


async def call_admin(
    folder: DataFolder, name: str, args: dict[str, Any], emit: Emit
) -> dict[str, Any]:
    """Have the running service do a command; its progress goes to `emit`.

    Raises ServiceNotRunning, or ServiceProblem with what the service said.
    """
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS)
    with folder.socket_address() as address:
        connector = aiohttp.UnixConnector(address)
        async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
            try:
                answer = await session.post(f"http://admin/{name}", data=orjson.dumps(args))
                async with answer:
                    return await _result(answer, emit)
            except (aiohttp.ClientConnectorError, aiohttp.ServerDisconnectedError) as error:
                raise ServiceNotRunning(str(folder.admin_socket)) from error


async def _result(answer: aiohttp.ClientResponse, emit: Emit) -> dict[str, Any]:
    rest = b""
    async for chunk in answer.content.iter_any():
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            said = orjson.loads(line)
            if "problem" in said:
                raise ServiceProblem(said["problem"])
            if "result" in said:
                result: dict[str, Any] = said["result"]
                return result
            emit(said["progress"])
    raise ServiceNotRunning("the service ended in the middle of the command")


class _Commands:
    """The commands as a handler."""

    def __init__(self, commands: Mapping[str, Command]) -> None:
        self._commands = commands

    async def handle(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/x-ndjson"})
        args = orjson.loads(await request.read())
        await response.prepare(request)
        progress: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        doing = asyncio.create_task(self._do(request.match_info["name"], args, progress))
        try:
            while (event := await progress.get()) is not None:
                await response.write(orjson.dumps({"progress": event}) + b"\n")
            await response.write(orjson.dumps(await doing) + b"\n")
        finally:
            doing.cancel()
            with suppress(asyncio.CancelledError):
                await doing
        return response

    async def _do(
        self, name: str, args: dict[str, Any], progress: asyncio.Queue[dict[str, Any] | None]
    ) -> dict[str, Any]:
        try:
            if name not in self._commands:
                return _as_line(NotFound(NO_COMMAND.format(name=name)))
            return {"result": await self._commands[name](args, progress.put_nowait)}
        except Problem as problem:
            return _as_line(problem)
        except Exception as error:  # noqa: BLE001 - whatever it is, the caller is told
            return _as_line(unexpected(f"admin command {name}", error))
        finally:
            progress.put_nowait(None)


def _as_line(problem: Problem) -> dict[str, Any]:
    return {"problem": {language: problem.as_json(language) for language in LANGUAGES}}
