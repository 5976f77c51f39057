"""Statements as they come: from the bytes of a request to what is ready to be stored.

The bytes are split and checked, and kept: parsers change numbers (1e2, 2.50, integers beyond 64
bits), so a statement's own text is stored and what an LRS adds is added to the text. Pure; the
ids that are missing come in as an argument.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec
import orjson

from lrs import faults
from lrs.prepared import Prepared, cut_text
from lrs.shapes import STATEMENT, VOIDED, Version
from lrs.terms import terms_of
from lrs.values import in_utc

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable, Sequence

    from lrs.faults import Fault
    from lrs.prepared import Authority
    from lrs.values import Json

SIZE_LIMIT = 1 << 20  # bytes of one statement
DEPTH_LIMIT = 128  # no standard bounds it; orjson writes 254 deep at most

_split_array = msgspec.json.Decoder(list[msgspec.Raw]).decode
_split_object = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


@dataclass(frozen=True, slots=True)
class Refusal:
    """A request that is refused, and for which of its statements (None: for all of it)."""

    fault: Fault
    place: int | None = None
    too_large: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """A checked statement: its own bytes and what they say."""

    raw: bytes
    value: dict[str, Any]


def read_statements(
    body: bytes, version: Version, *, put_id: str | None = None
) -> list[Received] | Refusal:
    """Read the body of a request: one statement or an array of them; refuse at the first fault.

    A batch stands or falls whole (XAPI-COM-3.2), and no two of it may share an id. With `put_id`,
    the statementId of a PUT, it is one statement, of no other id (XAPI-COM-2.1.1).
    """
    try:
        parsed = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        return Refusal(faults.NOT_JSON.saying(reason=error))
    if put_id is not None or type(parsed) is not list:
        received = Received(body.strip(), parsed)
        if len(received.raw) > SIZE_LIMIT:
            return _too_large()
        fault = check(received, version)
        if fault is None and put_id and parsed.get("id", put_id).lower() != put_id.lower():
            fault = faults.OTHER_ID
        return [received] if fault is None else Refusal(fault)
    return _read_batch(body, parsed, version)


def _read_batch(body: bytes, parsed: list[Any], version: Version) -> list[Received] | Refusal:
    try:
        raws = _split_array(body)
    except RecursionError:
        return Refusal(faults.TOO_DEEP.saying(limit=DEPTH_LIMIT))
    batch = [Received(bytes(raw), value) for raw, value in zip(raws, parsed, strict=True)]
    seen: set[str] = set()
    for place, received in enumerate(batch):
        if len(received.raw) > SIZE_LIMIT:
            return _too_large(place)
        fault = check(received, version)
        if fault is not None:
            return Refusal(fault, place)
        if (id_ := received.value.get("id", "").lower()) in seen:
            return Refusal(faults.SAME_ID.saying(id=id_), place)
        if id_:
            seen.add(id_)
    return batch


def _too_large(place: int | None = None) -> Refusal:
    return Refusal(faults.TOO_LARGE.saying(limit=SIZE_LIMIT), place, too_large=True)


def check(received: Received, version: Version) -> Fault | None:
    """Return the first fault of a statement, or None."""
    raw, value = received.raw, received.value
    if raw.count(b"{") + raw.count(b"[") > DEPTH_LIMIT and _depth(value) > DEPTH_LIMIT:
        return faults.TOO_DEEP.saying(limit=DEPTH_LIMIT)
    # A parser keeps the last of two equal keys, so what it read back has fewer members. Colons
    # count them: those within strings are the same in both texts, unless written as an escape.
    if raw.count(b":") != orjson.dumps(value).count(b":") or b"\\u003" in raw:
        repeated = _repeated_key(raw)
        if repeated is not None:
            return faults.TWICE.saying(key=repeated[:64])
    return STATEMENT[version](value)


def prepare(
    received: Received,
    *,
    authority: Authority,
    version: Version,
    new_id: Callable[[], uuid.UUID],
    put_id: str | None = None,
) -> Prepared:
    """Make a checked statement ready to be stored under an authority.

    It is given what it lacks: an id (`put_id`, that of a PUT, or a new one), `timestamp`,
    `version`; `stored` and `authority` are always ours (XAPI-DATA-2.4.8, XAPI-DATA-2.4.9).
    """
    statement = received.value
    given = statement.get("id")
    if given or put_id:
        id_text = given or put_id or ""
        id_ = bytes.fromhex(id_text.replace("-", ""))
    else:
        made = new_id()
        id_text, id_ = str(made), made.bytes
    more = b'"authority":' + authority.json
    if "version" not in statement:
        more += b',"version":"2.0.0"' if version == "2.0.0" else b',"version":"1.0.0"'
    return Prepared(
        id=id_,
        text=cut_text(
            _rewritten(received),
            id_=b"" if given else id_text.encode(),
            timestamp="timestamp" in statement,
            more=more,
        ),
        terms=tuple(terms_of(statement, authority.agent)),
        target=target_of(statement),
        voids=statement["verb"]["id"] == VOIDED,
        fresh=not given and not put_id,
    )


def target_of(statement: dict[str, Any]) -> bytes | None:
    """Return the id of the statement that one refers to, or None."""
    target = statement["object"]
    if target.get("objectType") != "StatementRef":
        return None
    return bytes.fromhex(target["id"].replace("-", ""))


def _rewritten(received: Received) -> bytes:
    """Return the statement's own text, changed only where the standard wants it changed.

    `stored` and `authority` are taken out, `timestamp` is said in UTC, a single context activity
    becomes an array of one (XAPI-DATA-2.4.6.2); all else stays byte for byte.
    """
    statement = received.value
    ours = "stored" in statement or "authority" in statement
    moved = in_utc(statement["timestamp"]) if "timestamp" in statement else None
    single = _has_single(statement) or _has_single(statement["object"])
    if not (ours or moved or single):
        return received.raw
    members = _members(received.raw)
    members.pop("stored", None)
    members.pop("authority", None)
    if moved:
        members["timestamp"] = orjson.dumps(moved)
    if _has_single(statement):
        members["context"] = _with_arrays(members["context"])
    if _has_single(statement["object"]):
        target = _members(members["object"])
        target["context"] = _with_arrays(target["context"])
        members["object"] = _joined(target)
    return _joined(members)


def _has_single(statement: dict[str, Any]) -> bool:
    context = statement.get("context")
    if context is None or "contextActivities" not in context:
        return False
    return any(type(found) is dict for found in context["contextActivities"].values())


def _with_arrays(context: bytes) -> bytes:
    members = _members(context)
    members["contextActivities"] = _joined(
        {
            kind: found if found.startswith(b"[") else b"[%s]" % found
            for kind, found in _members(members["contextActivities"]).items()
        }
    )
    return _joined(members)


def _members(text: bytes) -> dict[str, bytes]:
    """Split a JSON object into its members' own bytes."""
    return {key: bytes(raw) for key, raw in _split_object(text).items()}


def _joined(members: dict[str, bytes]) -> bytes:
    return b"{%s}" % b",".join(b"%s:%s" % (orjson.dumps(key), raw) for key, raw in members.items())


def _depth(value: Json) -> int:
    """Return how deep objects and arrays stand in each other, level by level."""
    depth, level = 0, [value]
    while level:
        depth += 1
        level = [
            inner
            for outer in level
            for inner in (outer.values() if type(outer) is dict else outer)
            if type(inner) in (dict, list)
        ]
    return depth


def _repeated_key(raw: bytes) -> str | None:
    """Return a key that an object of a JSON text has twice."""
    found: list[str] = []

    def note(pairs: Sequence[tuple[str, Any]]) -> None:
        keys = [key for key, _ in pairs]
        if len(set(keys)) < len(keys):
            found.append(next(key for key in keys if keys.count(key) > 1))

    json.loads(raw, object_pairs_hook=note, parse_int=str, parse_float=str)
    return found[0] if found else None
