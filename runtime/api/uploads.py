"""The package in an upload: the part `file` of a multipart form, as it arrives.

Whatever the form is, what is wrong with it is the caller's to know: aiohttp raises a dozen kinds
of exceptions for one that it cannot read.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from cursus.bodies import PATIENCE
from cursus.errors import BadRequest, Problem, UnsupportedMediaType
from cursus.texts import Text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

CHUNK = 256 * 1024  # bytes
PARTS_LIMIT = 20  # before the file; browsers send what a form has, and no form has so much

NO_FORM = Text(
    "Send the package as multipart/form-data with a part named file.",
    "Отправьте пакет как multipart/form-data с частью file.",
)


class NoFilePart(BadRequest):
    """The upload has no part named file"""

    slug = "no-file-part"
    title_ru = "В загрузке нет части с именем file"


class BrokenUpload(BadRequest):
    """The upload is not a form that can be read"""

    slug = "broken-upload"
    title_ru = "Загрузка не является формой, которую можно прочитать"


class UploadStalled(Problem):
    """The upload stood still for too long; send it again"""

    status = 408
    slug = "upload-stalled"
    title_ru = "Загрузка слишком долго не продвигалась; отправьте файл снова"


async def file_part(request: web.Request, *, patience: float = PATIENCE) -> AsyncIterator[bytes]:
    """Return the bytes of the part `file`, as they arrive.

    `patience` is for how many seconds the next piece is waited for: a slow link is waited for, a
    dead one is not. Raises the problems above, also while the bytes are taken.
    """
    if request.content_type != "multipart/form-data":
        raise UnsupportedMediaType(NO_FORM)
    async with _read(patience):
        reader = await request.multipart()
    for _ in range(PARTS_LIMIT):
        async with _read(patience):
            part = await reader.next()
        if part is None:
            break
        if isinstance(part, BodyPartReader) and part.name == "file":
            return _chunks(part, patience)
    raise NoFilePart


async def _chunks(part: BodyPartReader, patience: float) -> AsyncIterator[bytes]:
    while True:
        async with _read(patience):
            chunk = await part.read_chunk(CHUNK)
        if not chunk:
            return
        yield chunk


@asynccontextmanager
async def _read(patience: float) -> AsyncIterator[None]:
    """Say what aiohttp says of a form, and give up one that stands still."""
    try:
        async with asyncio.timeout(patience):
            yield
    except TimeoutError:
        raise UploadStalled from None
    except (ValueError, RuntimeError, AssertionError, HttpProcessingError) as error:
        raise BrokenUpload from error
