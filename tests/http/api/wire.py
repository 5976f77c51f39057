"""Requests byte by byte, for what no well-behaved client sends."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.http.api.conftest import Client

CONTENT_HOST = "abcdefghijklmnopqrst.cursus.localhost:8080"


async def raw(client: Client, *parts: bytes) -> tuple[int, bytes]:
    """Send bytes over a connection of their own; return the status of the answer and its body."""
    reader, writer = await asyncio.open_connection(client.host, client.port)
    try:
        for part in parts:
            writer.write(part)
            await writer.drain()
        async with asyncio.timeout(10):
            answer = await reader.read()
    finally:
        writer.close()
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split(b" ", 2)[1]), body


async def first_line(client: Client, *parts: bytes) -> tuple[int, bytes]:
    """Send bytes, a little apart, and keep the connection open; return the status and its line."""
    reader, writer = await asyncio.open_connection(client.host, client.port)
    try:
        for part in parts:
            writer.write(part)
            await writer.drain()
            async with client.get("/healthz"):  # the server has read the part by then
                pass
        async with asyncio.timeout(10):
            line = await reader.readline()
    finally:
        writer.close()
    return int(line.split(b" ", 2)[1]), line


async def asked(
    client: Client, target: str, *fields: str, method: str = "GET", host: str = "127.0.0.1"
) -> tuple[int, bytes]:
    """Ask for a target as it is written, with a Host and further fields."""
    head = [f"{method} {target} HTTP/1.1", f"Host: {host}", "Connection: close", *fields, "", ""]
    return await raw(client, "\r\n".join(head).encode())
