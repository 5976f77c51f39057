"""Reading a request's body: bounded in bytes, and in the time that it may take.

aiohttp bounds neither the time of a body nor that of a part: a caller who stops in the middle
would keep the connection, and what was read, for ever. So would one whose framing breaks in the
middle, because nobody tells who waits.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from cursus.errors import Problem, TooLarge

if TYPE_CHECKING:
    from aiohttp import web

PATIENCE: Final = 60  # seconds for a body, or for the next piece of an upload


class SlowBody(Problem):
    """The request did not arrive in time"""

    status = 408
    slug = "slow-body"
    title_ru = "Запрос не пришёл вовремя"


async def read_body(request: web.BaseRequest, limit: int, seconds: float) -> bytes:
    """Return a body of at most `limit` bytes; raises `TooLarge` and `SlowBody`."""
    if (request.content_length or 0) > limit:
        raise TooLarge(limit=limit)
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.content.iter_any():
                body += chunk
                if len(body) > limit:
                    raise TooLarge(limit=limit)
    except TimeoutError:
        raise SlowBody from None
    return bytes(body)
