"""A statement that is ready to be stored.

Everything that can be done before the transaction has been: it is checked, has its id, its terms
and its JSON text, save for the moment of storing, which only the writer knows.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import msgspec
import orjson

from cursus.moments import to_iso
from lrs.terms import Term  # noqa: TC001 - msgspec reads it

_CUTS_WITH_TIMESTAMP = 2  # parts of a text that has a timestamp of its own


class Prepared(msgspec.Struct, frozen=True, gc=False):
    """A statement ready to be stored; a Struct because one is made per statement."""

    id: bytes  # 16 bytes of the UUID
    text: tuple[bytes, ...]  # the JSON text, cut where `stored` goes
    terms: tuple[tuple[Term, int], ...]  # what it is found by
    target: bytes | None = None  # the statement that it refers to
    voids: bool = False  # whether it voids its target
    fresh: bool = False  # its id was made here just now, so nothing can refer to it yet

    def as_given(self) -> dict[str, Any]:
        """Return what the statement says, without a timestamp that it did not have itself."""
        statement: dict[str, Any] = orjson.loads(b"".join(self.text))
        if len(self.text) > _CUTS_WITH_TIMESTAMP:
            del statement["timestamp"]
        return statement


class Authority(msgspec.Struct, frozen=True):
    """Who vouches for a statement (XAPI-DATA-2.4.9)."""

    agent: dict[str, Any]
    json: bytes


@lru_cache(maxsize=1024)
def account_authority(home_page: str, name: str) -> Authority:
    """Return a credential's authority: an account named after it at this service."""
    agent = {"objectType": "Agent", "account": {"homePage": home_page, "name": name}}
    return Authority(agent, orjson.dumps(agent))


def cut_text(body: bytes, *, id_: bytes, timestamp: bool, more: bytes) -> tuple[bytes, ...]:
    """Return a statement's text with what an LRS adds, cut where `stored` goes.

    `body` is a JSON object with at least one member; its own bytes stay. `id_` is the text of the
    id to add, empty when the body has one; without a `timestamp` of its own it gets `stored`
    (XAPI-DATA-2.4.7); `more` are further members, as text without braces.
    """
    head = body[:-1] + (b',"id":"%s"' % id_ if id_ else b"")
    tail = b'",%s}' % more
    if timestamp:
        return head + b',"stored":"', tail
    return head + b',"timestamp":"', b'","stored":"', tail


def stored_text(stored: int) -> bytes:
    """Return microseconds since the epoch as ISO 8601 in UTC with `Z` and six fraction digits."""
    return to_iso(stored).encode()
