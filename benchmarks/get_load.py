"""Asking for one address over and over: by wrk, or where there is none by a process of our own.

    python -m benchmarks.get_load PORT PATH SECONDS CONNECTIONS NAME:VALUE…

prints how many answers a second came. Our own is slower than wrk and may be the limit itself.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

CONNECTIONS = 32
_LENGTH = re.compile(rb"\r\n[Cc]ontent-[Ll]ength: (\d+)\r\n")


def tool() -> str:
    """Return the name of what asks."""
    return "wrk" if shutil.which("wrk") else "benchmarks.get_load"


async def rate(port: int, path: str, fields: Mapping[str, str], seconds: int) -> float:
    """Return how many requests a second are answered over 32 connections."""
    lines = [f"{name}: {value}" for name, value in fields.items()]
    if shutil.which("wrk"):
        arguments = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s"]
        for line in lines:
            arguments += ["-H", line]
        output = await _run([*arguments, f"http://127.0.0.1:{port}{path}"])
        if "Non-2xx" in output:
            raise RuntimeError(output)
        found = re.search(r"Requests/sec:\s*([\d.]+)", output)
        if found is None:
            raise RuntimeError(output)
        return float(found[1])
    own = [sys.executable, "-m", "benchmarks.get_load", str(port), path, str(seconds)]
    return float(await _run([*own, str(CONNECTIONS), *lines]))


async def _run(arguments: list[str]) -> str:
    process = await asyncio.create_subprocess_exec(
        *arguments, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    output, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(output.decode())
    return output.decode()


class _Asker(asyncio.Protocol):
    """Sends the request again as soon as its answer is there whole."""

    def __init__(self, request: bytes) -> None:
        self._request = request
        self._head = b""
        self._missing = 0
        self.answers = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        if not self._missing:
            self._head += data
            head, end, body = self._head.partition(b"\r\n\r\n")
            if not end:
                return
            found = _LENGTH.search(head + b"\r\n")
            if found is None or not head.startswith(b"HTTP/1.1 2"):
                raise RuntimeError(head.decode())
            self._head = b""
            self._missing = int(found[1])
            data = body
        self._missing -= len(data)
        if not self._missing:
            self.answers += 1
            self._transport.write(self._request)


async def _ask(port: int, path: str, seconds: float, connections: int, lines: list[str]) -> float:
    head = "\r\n".join([f"GET {path} HTTP/1.1", *lines, "", ""]).encode()
    loop = asyncio.get_running_loop()
    askers = []
    begin = time.perf_counter()
    for _ in range(connections):
        _, asker = await loop.create_connection(lambda: _Asker(head), "127.0.0.1", port)
        askers.append(asker)
    await asyncio.sleep(seconds)
    return sum(asker.answers for asker in askers) / (time.perf_counter() - begin)


if __name__ == "__main__":
    _port, _path, _seconds, _connections, *_lines = sys.argv[1:]
    print(asyncio.run(_ask(int(_port), _path, float(_seconds), int(_connections), _lines)))
