"""Choosing the object store that a storage URL names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from cursus.storage.objects_local import LocalObjects

if TYPE_CHECKING:
    from cursus.storage.ports import ObjectStore

FORMS = "write file:///folder or s3://bucket/prefix?endpoint=URL&region=NAME"


def open_objects(storage_url: str) -> ObjectStore:
    """Open the store that a URL names; raise ValueError for a URL of no known form.

    `file:///folder` is a folder of this machine; `s3://bucket/prefix?endpoint=URL&region=NAME`
    (prefix and parameters may be absent) is S3-compatible storage, its credentials found where
    boto3 looks for them.
    """
    url = urlsplit(storage_url)
    if url.scheme == "file" and url.netloc in ("", "localhost") and len(url.path) > 1:
        return LocalObjects(Path(unquote(url.path)))
    options = dict(parse_qsl(url.query))
    if url.scheme == "s3" and url.netloc and not options.keys() - {"endpoint", "region"}:
        # Not imported above: an installation without S3 is spared half a second and 30 MB.
        from cursus.storage.objects_s3 import S3Objects  # noqa: PLC0415

        return S3Objects(
            url.netloc,
            prefix=unquote(url.path).strip("/"),
            endpoint=options.get("endpoint"),
            region=options.get("region"),
        )
    raise ValueError(f"no storage is at {storage_url!r}; {FORMS}")
