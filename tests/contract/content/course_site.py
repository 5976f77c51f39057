"""A course with files of many kinds, served by every kind of store, asked over raw sockets."""

from __future__ import annotations

import asyncio
import io
import random
import wave
import zipfile
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import web

from cursus.errors import NotFound
from cursus.middleware import problems
from cursus.signing import Signer
from packager.index import OVERLAY, UPLOAD, Entry, Index
from runtime.content import Content
from runtime.content_address import Prefixes, quote_name
from runtime.content_bytes import Uploads
from runtime.content_http import content_shortcut, make_content_app
from runtime.content_versions import VersionsInUse
from runtime.first import answer_first
from runtime.hosts import Hosts

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from cursus.clock import Clock
    from cursus.storage.ports import ObjectStore
    from runtime.content_cache import UploadCache

LABEL = "k3f2a7b5c7d3e6g4h6j2"
OTHER_LABEL = "z3f2a7b5c7d3e6g4h6j2"
WORDS = ["курс", "урок", "тест", "lesson", "question", "answer", "page"]


def text_of(size: int) -> bytes:
    """Some text that deflates about as well as pages do."""
    chance = random.Random(size)
    return " ".join(chance.choices(WORDS, k=size // 5)).encode()[:size]


def noise_of(size: int) -> bytes:
    """Bytes that do not deflate, as pictures and films."""
    return random.Random(size).randbytes(size)


def wave_of(seconds: int) -> bytes:
    """A silent sound of 8,000 samples a second (RIFF, PCM of 8 bits)."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8_000)
        sound.writeframes(b"\x80" * 8_000 * seconds)
    return out.getvalue()


LESSON = (
    b"<!doctype html><link rel=icon href='data:,'><link rel=stylesheet href='style/main.css'>"
    b"<body><script src='js/player.js'></script>"
)
# Served name -> (bytes, whether the archive holds them deflated)
FILES: dict[str, tuple[bytes, bool]] = {
    "index.html": (b"<!doctype html><title>Lesson</title>" + text_of(50_000), True),
    "lesson.html": (LESSON, True),
    "style/main.css": (b"body { color: rgb(1, 2, 3) }" + b" " * 3_000, True),
    "js/player.js": (b"document.title = 'played';" + b" " * 1_000, True),
    "js/worker.js": (b"self.onfetch = () => {};", True),
    "data/course.json": (b'{"big": "' + text_of(900_000) + b'"}', True),
    "урок 1/план+схема 100%.svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", True),
    "empty.txt": (b"", True),
    "zeros.bin": (bytes(3_000_000), True),
    "picture.png": (noise_of(20_000), False),
    "film.mp4": (noise_of(2_000_000), False),
    "sound.wav": (wave_of(120), False),
    "font.woff2": (noise_of(70_000), False),
    "captions.vtt": ("WEBVTT\n\n00:00.000 --> 00:01.000\nПривет\n".encode(), False),
    "nothing.dat": (b"", False),
}


@dataclass(frozen=True)
class StoredVersion:
    label: str
    archive_key: str
    archive_size: int
    index_key: str
    overlay_key: str | None


@dataclass
class Shelf:
    """Where course versions are found; tests take them away."""

    versions: dict[str, StoredVersion] = field(default_factory=dict)
    lookups: int = 0

    async def by_label(self, label: str) -> StoredVersion:
        self.lookups += 1
        if label not in self.versions:
            raise NotFound
        return self.versions[label]


def archive_of(files: dict[str, tuple[bytes, bool]], source: int) -> tuple[bytes, dict[str, Entry]]:
    """A zip and the entries of its index, read from it by other code than ours."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, (data, deflated) in files.items():
            method = zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED
            archive.writestr(name, data, method)
    data = out.getvalue()
    entries = {}
    for info in zipfile.ZipFile(out).infolist():
        at = info.header_offset
        name_length = int.from_bytes(data[at + 26 : at + 28], "little")
        extra_length = int.from_bytes(data[at + 28 : at + 30], "little")
        entries[info.filename] = Entry(
            OVERLAY if source == OVERLAY else UPLOAD,
            at + 30 + name_length + extra_length,
            8 if info.compress_type == zipfile.ZIP_DEFLATED else 0,
            info.compress_size,
            info.file_size,
            info.CRC,
        )
    return data, entries


async def store_course(objects: ObjectStore, label: str, mark: bytes = b"") -> StoredVersion:
    """Store the course; its film comes from an overlay, as if the package had deflated it."""
    film = FILES["film.mp4"][0]
    upload = FILES | {"film.mp4": (film, True), "mark.txt": (mark, False)}
    archive, entries = archive_of(upload, UPLOAD)
    overlay, film_entries = archive_of({"film.mp4": (film, False)}, OVERLAY)
    await objects.put(f"tenant/{label}.zip", archive)
    await objects.put(f"tenant/{label}.overlay.zip", overlay)
    await objects.put(f"tenant/{label}.index", Index(entries | film_entries).encode())
    return StoredVersion(
        label,
        f"tenant/{label}.zip",
        len(archive),
        f"tenant/{label}.index",
        f"tenant/{label}.overlay.zip",
    )


@dataclass(frozen=True)
class Answer:
    """An HTTP answer as it came over the wire."""

    status: int
    fields: dict[str, str]
    body: bytes


class Site:
    """A server with the course, and a client that sends what it is told."""

    def __init__(
        self,
        content: Content,
        shelf: Shelf,
        objects: ObjectStore,
        server: web.Server,
        port: int,
        cache: UploadCache | None,
    ) -> None:
        self.content = content
        self.shelf = shelf
        self.objects = objects
        self.server = server
        self.port = port
        self.cache = cache

    def path(self, name: str, label: str = LABEL) -> str:
        return self.content.prefix(label) + quote_name(name)

    def url(self, name: str, label: str = LABEL) -> str:
        return f"http://{label}.cursus.localhost:{self.port}{self.path(name, label)}"

    async def get(self, target: str, method: str = "GET", **fields: str | None) -> Answer:
        """Ask on a connection of its own; a field's `_` stands for `-`, None leaves it out."""
        headers: dict[str, str | None] = {"Host": f"{LABEL}.cursus.localhost:{self.port}"}
        headers |= {name.replace("_", "-"): value for name, value in fields.items()}
        lines = [f"{name}: {value}" for name, value in headers.items() if value is not None]
        request = "\r\n".join([f"{method} {target} HTTP/1.1", *lines, "Connection: close", "", ""])
        return read_answer(await self.send(request.encode()), method)

    async def send(self, request: bytes) -> bytes:
        """Send bytes and return all that comes back until the server closes."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(request)
            async with asyncio.timeout(20):
                return await reader.read(-1)
        finally:
            writer.close()
            await writer.wait_closed()


def read_answer(raw: bytes, method: str = "GET") -> Answer:
    """Take an answer apart; its body is as long as it says."""
    head, _, body = raw.partition(b"\r\n\r\n")
    status_line, *lines = head.decode("latin-1").split("\r\n")
    fields: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(": ")
        assert name.lower() not in fields, f"{name} twice"
        fields[name.lower()] = value
    status = int(status_line.split(" ")[1])
    if method != "HEAD" and status != 304:
        assert len(body) == int(fields["content-length"])
    else:
        assert body == b""
    return Answer(status, fields, body)


async def ask_application(request: web.Request) -> web.Response:
    """Any other page of the application."""
    return web.Response(text=f"the application at {request.path}")


@asynccontextmanager
async def serving(
    objects: ObjectStore, clock: Clock, cache: UploadCache | None = None, *, first: bool = True
) -> AsyncIterator[Site]:
    """Serve two courses out of a store."""
    shelf = Shelf()
    for label, mark in ((LABEL, b"one"), (OTHER_LABEL, b"two")):
        shelf.versions[label] = await store_course(objects, label, mark)
    hosts = Hosts("http://127.0.0.1:1", "http://{label}.cursus.localhost:1")
    content = Content(
        VersionsInUse(shelf, objects, memory=1 << 20),
        Uploads(objects, cache),
        hosts,
        Prefixes(Signer(b"a secret of the tests", "content")),
        clock,
        memory=1 << 20,
    )
    app = web.Application(middlewares=[problems])
    app.add_subapp("/content", make_content_app(content))
    app.add_routes([web.get("/{page:.*}", ask_application)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    assert runner.server is not None
    if first:
        answer_first(runner.server, content_shortcut(content))
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield Site(content, shelf, objects, runner.server, site.port, cache)
    finally:
        await runner.cleanup()
        await content.close()
        await objects.close()
