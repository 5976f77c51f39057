"""Delivery: the files of a course, served out of the stored upload.

The one use-case of content hosts: a request for `/content/<label>/<signature>/<name>` becomes an
answer with the bytes that the index names, or a problem. What a client may have is decided here
and nowhere else; how addresses, requests, versions, files, bytes and answers work lies beside this
file in the modules `content_*`.

Nothing that a package says reaches an answer but the bytes of its files: names only ever select
an entry of the index, types come from a table.
"""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from aiohttp import hdrs

from cursus.errors import (
    MethodNotAllowed,
    Misdirected,
    NotFound,
    PreconditionFailed,
    Problem,
)
from cursus.texts import Text
from packager.types import media_type
from runtime import content_address, content_files, content_request
from runtime.content_cache import OnceAtATime
from runtime.content_files import GZIP_HEAD, SMALL, Representation
from runtime.content_request import Coding, Part, Unsatisfiable
from runtime.content_response import FromFile, Prebuilt, Streamed
from runtime.middleware import ServiceWorkerRefused
from runtime.recent import Recent

if TYPE_CHECKING:
    from aiohttp import web

    from cursus.clock import Clock
    from packager.index import Entry
    from runtime.content_address import Prefixes
    from runtime.content_bytes import Uploads
    from runtime.content_versions import Served, VersionsInUse
    from runtime.hosts import Hosts


NO_SUCH_FILE: Final = Text("The course has no such page.", "В курсе нет такой страницы.")
READ_METHODS: Final = ("GET", "HEAD")
_KEPT_COST: Final = 1500  # bytes of memory that a kept file takes beside its body, about


class NotAcceptable(Problem):
    """The client takes none of the codings that this file can be sent in"""

    status = 406
    slug = "not-acceptable"
    title_ru = "Клиент не принимает ни одну из кодировок, в которых этот файл может быть отправлен"


class RangeNotSatisfiable(Problem):
    """The range lies outside of the file"""

    status = 416
    slug = "range-not-satisfiable"
    title_ru = "Запрошенный диапазон лежит за пределами файла"


@dataclass(frozen=True, slots=True)
class Kept:
    """A small file in one coding, ready to send."""

    representation: Representation
    body: bytes | bytearray


class Content:
    """Serves the files of all courses."""

    def __init__(
        self,
        versions: VersionsInUse,
        uploads: Uploads,
        hosts: Hosts,
        prefixes: Prefixes,
        clock: Clock,
        *,
        memory: int,
    ) -> None:
        """Take its parts; `memory` is the most bytes of small files to keep."""
        self._versions = versions
        self._uploads = uploads
        self._hosts = hosts
        self._prefixes = prefixes
        self._clock = clock
        self._kept: Recent[tuple[str, str, Coding], Kept] = Recent(memory)
        self._reading: OnceAtATime[tuple[str, str, Coding], Kept] = OnceAtATime()

    def prefix(self, label: str) -> str:
        """Return the path under which a course version's files are served now."""
        return self._prefixes.prefix(label, self._clock.micros())

    async def close(self) -> None:
        """Give up what is under way in the background."""
        await self._uploads.close()

    def forget(self, label: str) -> None:
        """Stop serving a course version at once: it was deleted."""
        for key in self._versions.forget(label):
            self._uploads.forget(key)

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer a request for a file; raises the problem that stands against it."""
        if request.method not in READ_METHODS:
            refusal = MethodNotAllowed()
            refusal.headers[hdrs.ALLOW] = ", ".join(READ_METHODS)
            raise refusal
        address = content_address.parse(request.raw_path)
        origin = self._hosts.of(request.headers.get(hdrs.HOST))
        if origin is None or origin.kind != "content" or origin.label not in (None, address.label):
            raise Misdirected
        if "Service-Worker" in request.headers:
            raise ServiceWorkerRefused
        now = self._clock.micros()
        self._prefixes.check(address.label, address.signature, now)
        served = await self._versions.get(address.label, now)
        entry = served.index.entries.get(address.name)
        if entry is None:
            raise NotFound(NO_SUCH_FILE)
        coding = content_request.choose_coding(
            _field(request, hdrs.ACCEPT_ENCODING), gzipped=entry.method == content_files.DEFLATED
        )
        if coding is None:
            raise NotAcceptable
        return await self._answer(request, served, address.name, entry, coding)

    async def _answer(
        self,
        request: web.BaseRequest,
        served: Served,
        name: str,
        entry: Entry,
        coding: Coding,
    ) -> web.StreamResponse:
        key = (served.version.index_key, name, coding)
        kept = self._kept.get(key)
        if kept is not None:
            representation = kept.representation
        else:
            representation = content_files.represent(entry, coding, media_type(name))
        if _unchanged(request, representation.etag):
            return Prebuilt(304, representation.fields_unchanged)
        part = _part(request, representation)
        if kept is None and max(representation.length, entry.packed) <= SMALL:
            kept = await self._reading.do(key, lambda: self._keep(served, name, representation))
        if kept is None:
            return await self._large(request, served, representation, part)
        if part is None:
            return Prebuilt(200, representation.fields, kept.body)
        body = kept.body[part.start : part.start + part.length]
        return Prebuilt(206, representation.fields_of(part), body)

    async def _keep(self, served: Served, name: str, representation: Representation) -> Kept:
        """Read a small representation whole and keep it in memory."""
        entry = representation.entry
        key, size = served.holder(entry)
        body = await self._uploads.read(key, size, entry.offset, entry.packed)
        if representation.inflates:
            body = content_files.inflate(body, entry.plain)
        elif representation.coding == "gzip":
            body = GZIP_HEAD + body + content_files.gzip_tail(entry)
        kept = Kept(representation, body)
        where = (served.version.index_key, name, representation.coding)
        self._kept.put(where, kept, len(body) + _KEPT_COST)
        return kept

    async def _large(
        self,
        request: web.BaseRequest,
        served: Served,
        representation: Representation,
        part: Part | None,
    ) -> web.StreamResponse:
        """Answer with bytes that are not held in memory."""
        status, fields = (200, representation.fields)
        if part is not None:
            status, fields = (206, representation.fields_of(part))
        if request.method == hdrs.METH_HEAD:
            return Prebuilt(status, fields)
        entry = representation.entry
        key, size = served.holder(entry)
        part = part or Part(0, entry.packed)
        offset = entry.offset + part.start
        before, after = b"", b""
        if representation.coding == "gzip":
            before, after = GZIP_HEAD, content_files.gzip_tail(entry)
        file = await self._uploads.local(key, size)
        if file is not None and not representation.inflates:
            if part.length > SMALL:
                return FromFile(
                    status, fields, file, offset, part.length, before=before, after=after
                )
            return Prebuilt(status, fields, before + await file.read(offset, part.length) + after)
        opened = AsyncExitStack()
        chunks = await opened.enter_async_context(
            self._uploads.chunks(key, size, offset, part.length)
        )
        if representation.inflates:
            chunks = content_files.inflated(chunks)
        return Streamed(status, fields, chunks, opened, before=before, after=after)


def _field(request: web.BaseRequest, name: str) -> str | None:
    """Return a list field whose lines count as one (RFC 9110, 5.3)."""
    values = request.headers.getall(name, ())
    return ", ".join(values) if values else None


def _unchanged(request: web.BaseRequest, etag: str) -> bool:
    """Return whether the client has it already; raises PreconditionFailed (RFC 9110, 13.2.2)."""
    required = _field(request, hdrs.IF_MATCH)
    if required is not None and not content_request.matches(required, etag, weakly=False):
        raise PreconditionFailed
    held = _field(request, hdrs.IF_NONE_MATCH)
    return held is not None and content_request.matches(held, etag, weakly=True)


def _part(request: web.BaseRequest, representation: Representation) -> Part | None:
    """Return the part to send; None: the whole (RFC 9110, 13.1.5 and 14.2)."""
    field = request.headers.get(hdrs.RANGE)
    if field is None or representation.deflated or request.method != hdrs.METH_GET:
        return None
    if request.headers.get(hdrs.IF_RANGE, representation.etag) != representation.etag:
        return None
    try:
        return content_request.parse_range(field, representation.length)
    except Unsatisfiable:
        refusal = RangeNotSatisfiable()
        refusal.headers[hdrs.CONTENT_RANGE] = f"bytes */{representation.length}"
        raise refusal from None
