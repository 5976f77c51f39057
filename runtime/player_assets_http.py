"""The pages that we serve to people and the files that they are made of.

The files never change under an address: it holds a hash of them all, so browsers keep them until
a new release names another. Templates hold marks that are filled in here: `{{lang}}`, `{{title}}`,
`{{assets}}`, and `<!--preload-->` for what the page's script begins with.
"""

from __future__ import annotations

import gzip
import hashlib
import html
import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

import orjson
from aiohttp import web

from cursus.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cursus.texts import Language

PREFIX: Final = "/player-assets"
HASH_CHARACTERS: Final = 16
TYPES: Final[Mapping[str, str]] = {
    "js": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
}
_MARK: Final = re.compile(r"\{\{(\w+)\}\}|<!--(preload)-->")
_ESCAPED: Final = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


class PlayerAssets:
    """The files of the `player_assets` package, read once; `prefix` is where they are served."""

    def __init__(self, prefix: str = PREFIX) -> None:
        contents = {
            entry.name: entry.read_bytes()
            for entry in files("player_assets").iterdir()
            if entry.is_file() and entry.name.rpartition(".")[2] in {*TYPES, "html"}
        }
        digest = hashlib.sha256()
        for name in sorted(contents):
            digest.update(f"{name}\n{len(contents[name])}\n".encode() + contents[name])
        self.hash = digest.hexdigest()[:HASH_CHARACTERS]
        self.route = prefix + "/{hash}/{name}"
        self.base = f"{prefix}/{self.hash}"
        self._files = {
            name: (body, gzip.compress(body, mtime=0), TYPES[name.rpartition(".")[2]])
            for name, body in contents.items()
            if not name.endswith(".html")
        }
        self._templates = {
            name: body.decode() for name, body in contents.items() if name.endswith(".html")
        }

    async def handle(self, request: web.Request) -> web.Response:
        """`GET /player-assets/{hash}/{name}`: a file; raises `NotFound`."""
        found = self._files.get(request.match_info["name"])
        if found is None or request.match_info["hash"] != self.hash:
            raise NotFound
        body, zipped, media_type = found
        headers = {
            "Content-Type": media_type,
            "Cache-Control": "public, max-age=31536000, immutable",
            "Vary": "Accept-Encoding",
            "X-Content-Type-Options": "nosniff",
        }
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            return web.Response(body=zipped, headers={**headers, "Content-Encoding": "gzip"})
        return web.Response(body=body, headers=headers)

    def page(self, name: str, language: Language, marks: Mapping[str, str]) -> str:
        """Return a page made from a template; values of marks are text, not HTML."""
        values = {key: html.escape(value) for key, value in marks.items()}
        return self._filled(name, {"lang": language, "assets": self.base, **values})

    def preloaded(self, name: str, language: Language, title: str, preload: dict[str, Any]) -> str:
        """Return a page made from a template, with what its script begins with."""
        block = f'<script type="application/json" id="preload">{script_json(preload)}</script>'
        marks = {"lang": language, "assets": self.base, "title": html.escape(title)}
        return self._filled(name, {**marks, "preload": block})

    def _filled(self, name: str, values: Mapping[str, str]) -> str:
        """Fill all marks in one pass: a value that looks like a mark stays a value."""
        return _MARK.sub(lambda mark: values[mark[1] or mark[2]], self._templates[name])


def script_json(value: dict[str, Any]) -> str:
    """Return JSON that can stand inside a script element and ends neither it nor a line."""
    return orjson.dumps(value).decode().translate(_ESCAPED)
