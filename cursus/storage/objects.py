"""Choosing the object store that a storage URL names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from cursus.storage.objects_local import LocalObjects

if TYPE_CHECKING:
    from cursus.storage.ports import ObjectStore

FORMS = "write file:///folder or s3://bucket/prefix?endpoint=URL&region=NAME"


class Bucket(NamedTuple):
    """A place in S3-compatible storage."""

    name: str
    prefix: str
    endpoint: str | None
    region: str | None


def read_storage_url(storage_url: str) -> Path | Bucket:
    """Return the place that a URL names; raise ValueError for a URL of no known form.

    `file:///folder` is a folder of this machine; `s3://bucket/prefix?endpoint=URL&region=NAME`
    (prefix and parameters may be absent) is S3-compatible storage.
    """
    url = urlsplit(storage_url)
    if url.scheme == "file" and url.netloc in ("", "localhost") and len(url.path) > 1:
        return Path(unquote(url.path))
    options = dict(parse_qsl(url.query))
    if url.scheme == "s3" and url.netloc and not options.keys() - {"endpoint", "region"}:
        prefix = unquote(url.path).strip("/")
        return Bucket(url.netloc, prefix, options.get("endpoint"), options.get("region"))
    raise ValueError(f"no storage is at {storage_url!r}; {FORMS}")


def open_objects(storage_url: str) -> ObjectStore:
    """Open the store that a URL names; raise ValueError for a URL of no known form.

    Credentials of S3-compatible storage are found where boto3 looks for them.
    """
    place = read_storage_url(storage_url)
    if isinstance(place, Path):
        return LocalObjects(place)
    # Not imported above: an installation without S3 is spared half a second and 30 MB.
    from cursus.storage.objects_s3 import S3Objects  # noqa: PLC0415

    return S3Objects(place.name, prefix=place.prefix, endpoint=place.endpoint, region=place.region)
