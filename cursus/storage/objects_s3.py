"""The ObjectStore port on S3-compatible storage. The only module that knows boto3.

boto3 blocks, so its calls run on threads of our own, a bounded number, never on the event loop.
Nothing waits long: two seconds to connect, five for bytes, two tries; and when several calls in
a row found the storage away, further ones are refused at once for a while instead of queueing
for threads that all wait.

Weak servers are borne with: no checksums they may not know, no conditional requests, a ranged GET
that is answered with the whole object.
"""

from __future__ import annotations

import asyncio
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing, contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeVar

import boto3.session
from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from cursus.storage.files import beside, storage_problem
from cursus.storage.object_keys import check_key
from cursus.storage.ports import ShortObject, StorageUnavailable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from botocore.response import StreamingBody

T = TypeVar("T")
_log = logging.getLogger("cursus.objects")

CHUNK = 256 * 1024
THREADS = 16
CONNECT_SECONDS = 2
READ_SECONDS = 5
TRIES = 2
PART_BYTES = 16 << 20
FAILURES = 5  # in a row, then the storage counts as away
AWAY_SECONDS = 5.0

_ABSENT = ("404", "NoSuchKey")


class S3Objects:
    """Objects in a bucket, under a prefix; credentials are found where boto3 looks for them."""

    def __init__(
        self,
        bucket: str,
        *,
        prefix: str = "",
        endpoint: str | None = None,
        region: str | None = None,
    ) -> None:
        """Prepare a client; nothing is sent yet. Without a region: us-east-1."""
        self._bucket = bucket
        self._prefix = f"{prefix}/" if prefix else ""
        self._threads = ThreadPoolExecutor(THREADS, "s3")
        self._gate = _Gate()
        config = Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"total_max_attempts": TRIES, "mode": "standard"},
            max_pool_connections=THREADS + 8,  # uploads bring threads of their own
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            s3={"addressing_style": "path" if endpoint else "auto"},
        )
        self._client = boto3.session.Session().client(
            "s3", endpoint_url=endpoint, region_name=region or "us-east-1", config=config
        )

    async def put(self, key: str, data: bytes) -> None:
        """Store bytes durably; the same key again replaces them."""
        await self._run(self._put, self._name(key), data)

    async def put_file(self, key: str, path: Path) -> None:
        """Store a file durably and take it: afterwards the path belongs to the store."""
        await self._run(self._put_file, self._name(key), path)

    async def get(self, key: str) -> bytes:
        """Return a whole object; meant for small ones."""
        return await self._run(self._get, self._name(key))

    async def read(self, key: str, offset: int, length: int) -> bytes:
        """Return exactly `length` bytes from `offset`."""
        return await self._run(self._read, self._name(key), offset, length)

    @asynccontextmanager
    async def stream(
        self, key: str, offset: int, length: int
    ) -> AsyncIterator[AsyncIterator[bytes]]:
        """Open a range of an object as chunks of bounded size."""
        body = _Range(self, self._name(key), offset, length)
        await self._run(body.open)

        async def chunks() -> AsyncIterator[bytes]:
            left = length
            while left:
                chunk = await self._run(body.read, min(CHUNK, left))
                left -= len(chunk)
                yield chunk

        try:
            yield chunks()
        finally:  # on a thread: closing waits for a read that the caller no longer waits for
            self._threads.submit(body.close)

    async def fetch(self, key: str, path: Path) -> None:
        """Copy a whole object into a local file, never leaving half of one there."""
        await self._run(self._fetch, self._name(key), path)

    def local_path(self, key: str) -> Path | None:  # noqa: ARG002
        """Return None: nothing here is a local file."""
        return None

    async def size(self, key: str) -> int | None:
        """Return an object's size in bytes, or None when there is none."""
        try:
            return await self._run(self._size, self._name(key))
        except KeyError:
            return None

    async def delete(self, key: str) -> None:
        """Remove an object; removing an absent one is no error."""
        await self._run(self._delete, self._name(key))

    async def keys(self, prefix: str) -> AsyncIterator[str]:
        """List the keys that begin with a prefix, in order."""
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, Prefix=self._prefix + prefix
        )
        following = iter(pages)
        while (page := await self._run(next, following, None)) is not None:
            for entry in page.get("Contents", ()):
                yield entry["Key"].removeprefix(self._prefix)

    async def close(self) -> None:
        """Finish what is under way."""
        await asyncio.to_thread(self._threads.shutdown)
        self._client.close()

    def _name(self, key: str) -> str:
        return self._prefix + check_key(key)

    async def _run(self, work: Callable[..., T], *arguments: object) -> T:
        self._gate.check()
        with _translated(self._gate):
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._threads, work, *arguments)

    def _put(self, name: str, data: bytes) -> None:
        self._client.put_object(Bucket=self._bucket, Key=name, Body=data)

    def _put_file(self, name: str, path: Path) -> None:
        transfer = TransferConfig(multipart_threshold=PART_BYTES, multipart_chunksize=PART_BYTES)
        self._client.upload_file(str(path), self._bucket, name, Config=transfer)
        path.unlink()

    def _get(self, name: str, tries: int = TRIES) -> bytes:
        with closing(self._client.get_object(Bucket=self._bucket, Key=name)["Body"]) as body:
            try:
                return body.read()
            except BotoCoreError:
                if tries == 1:
                    raise
        return self._get(name, tries - 1)

    def _read(self, name: str, offset: int, length: int) -> bytes:
        with closing(_Range(self, name, offset, length)) as body:
            body.open()
            return body.read(length)

    def open_range(self, name: str, offset: int, length: int) -> StreamingBody | None:
        """Return a body that stands at the first byte of the range; blocks."""
        if not length:  # which no Range can say
            self._size(name)
            return None
        wanted = f"bytes={offset}-{offset + length - 1}"
        try:
            answer = self._client.get_object(Bucket=self._bucket, Key=name, Range=wanted)
        except ClientError as error:
            if error.response["Error"]["Code"] == "InvalidRange":
                raise ShortObject from error
            raise
        body = answer["Body"]
        if not answer.get("ContentRange"):  # whatever the status says, this is the whole object
            _skip(body, offset)
        return body

    def _fetch(self, name: str, path: Path) -> None:
        temporary = beside(path)
        try:
            self._client.download_file(self._bucket, name, str(temporary))
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)

    def _size(self, name: str) -> int:
        return self._client.head_object(Bucket=self._bucket, Key=name)["ContentLength"]

    def _delete(self, name: str) -> None:
        self._client.delete_object(Bucket=self._bucket, Key=name)


class _Range:
    """The bytes of a range in their order, begun anew where they broke off; blocks."""

    def __init__(self, objects: S3Objects, name: str, offset: int, length: int) -> None:
        self._objects = objects
        self._name = name
        self._position = offset
        self._end = offset + length
        self._body: StreamingBody | None = None

    def open(self) -> None:
        if self._body is None:
            left = self._end - self._position
            self._body = self._objects.open_range(self._name, self._position, left)

    def read(self, length: int) -> bytes:
        for tries_left in reversed(range(TRIES)):
            try:
                self.open()
                data = _read_exactly(self._body, length)
            except BotoCoreError:
                self.close()
                if not tries_left:
                    raise
            else:
                self._position += length
                return data
        raise AssertionError  # the last try returns or raises

    def close(self) -> None:
        if self._body is not None:
            self._body.close()
            self._body = None


class _Gate:
    """Refuses calls for a while after several in a row found the storage away."""

    def __init__(self) -> None:
        self._failures = 0
        self._closed_until = 0.0

    def check(self) -> None:
        if self._failures >= FAILURES and time.monotonic() < self._closed_until:
            raise StorageUnavailable

    def passed(self) -> None:
        self._failures = 0

    def failed(self) -> None:
        self._failures += 1
        self._closed_until = time.monotonic() + AWAY_SECONDS


def _read_exactly(body: StreamingBody | None, length: int) -> bytes:
    parts: list[bytes] = []
    while body is not None and length:
        part = body.read(length)
        if not part:
            raise ShortObject
        parts.append(part)
        length -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _skip(body: StreamingBody, count: int) -> None:
    while count:
        count -= len(_read_exactly(body, min(CHUNK, count)))


@contextmanager
def _translated(gate: _Gate) -> Iterator[None]:
    """Say in the port's words what boto3 says, and tell the gate."""
    try:
        yield
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        if error.response["Error"]["Code"] in _ABSENT:
            gate.passed()
            raise KeyError(str(error)) from error
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            gate.failed()
        _log.warning("storage: %s", error)
        raise StorageUnavailable from error
    except (BotoCoreError, Boto3Error) as error:
        gate.failed()
        _log.warning("storage: %s", error)
        raise StorageUnavailable from error
    except OSError as error:  # the local file of an upload or a copy
        raise storage_problem(error) from error
    gate.passed()
