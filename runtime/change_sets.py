"""The bodies of the player's requests: numbered change sets, and what is asked beside them.

Types and limits live here; what a change set does to an attempt is `runtime.attempts`. The
browser has checked every value already, and nothing here relies on it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Final, TypeVar

import msgspec

from cursus.errors import BadRequest, TooLarge
from cursus.moments import from_datetime
from runtime.sequencing.navigation import RequestType  # noqa: TC001 - msgspec reads it

BODY_LIMIT: Final = 1 << 20
"""Bytes of a request: 250,000 characters of suspend data in UTF-8 and as many of everything else;
the player sends 900,000 at most and splits what is more."""
SETS_LIMIT: Final = 5_000
"""Change sets of a request: an hour off line with one a second, and some."""
CHANGES_LIMIT: Final = 20_000
"""Changes of a request: 250 interactions with all their elements, six times over. It bounds how
long one request may keep the interpreter busy (about 3 µs a change)."""
NAME_LIMIT: Final = 4_000
"""Characters of an identifier: the longest that a standard speaks of."""
SKEW: Final = 5 * 60 * 1_000_000
"""Microseconds by which a browser's clock may be ahead of ours and still be believed."""

Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
Number = Annotated[int, msgspec.Meta(ge=1, le=2**53)]
Name = Annotated[str, msgspec.Meta(max_length=NAME_LIMIT)]


class ChangeSet(msgspec.Struct, frozen=True):
    """What the content of one visit changed since the change set before.

    A splice `(start, deleted, text)` counts code points and applies to the value that the element
    has after the earlier change sets and this one's changes.
    """

    seq: Number
    activity: Name
    visit: Number
    changes: tuple[tuple[Name, str], ...] = ()
    splices: dict[Name, tuple[Count, Count, str]] = {}
    events: tuple[str, ...] = ()
    at: str | None = None  # ISO 8601, the browser's clock


ChangeSets = Annotated[tuple[ChangeSet, ...], msgspec.Meta(max_length=SETS_LIMIT)]


class Navigation(msgspec.Struct, frozen=True):
    """The learner's request; its number, from 1 in each epoch, tells a repetition from another."""

    type: RequestType
    target: Name | None = None
    number: Count = 0


class Commit(msgspec.Struct, frozen=True):
    """The body of `commit`, `terminate` and `navigate`."""

    epoch: Count
    sets: ChangeSets = ()
    request: Navigation | None = None


class LeftBehind(msgspec.Struct, frozen=True):
    """What an earlier epoch could not send."""

    epoch: Count
    sets: ChangeSets = ()


class Recovery(msgspec.Struct, frozen=True, rename={"left": "from"}):
    """The body of `recover`."""

    epoch: Count
    left: LeftBehind


class BadChangeSets(BadRequest):
    """These are not change sets"""

    slug = "bad-change-sets"
    title_ru = "Это не наборы изменений"


class TooManyChanges(TooLarge):
    """These are more changes than one request may carry"""

    slug = "too-many-changes"
    title_ru = "Изменений больше, чем можно прислать одним запросом"


_commits = msgspec.json.Decoder(Commit)
_recoveries = msgspec.json.Decoder(Recovery)
_encoder = msgspec.json.Encoder()
Body = TypeVar("Body", Commit, Recovery)


def parse_commit(body: bytes) -> Commit:
    """Return the body of a commit; raises `BadChangeSets` and `TooManyChanges`."""
    commit = _parsed(_commits, body)
    _bound(commit.sets)
    return commit


def parse_recovery(body: bytes) -> Recovery:
    """Return the body of a recovery; raises `BadChangeSets` and `TooManyChanges`."""
    recovery = _parsed(_recoveries, body)
    _bound(recovery.left.sets)
    return recovery


def to_json(sets: tuple[ChangeSet, ...]) -> bytes:
    """Return change sets as JSON."""
    return _encoder.encode(sets)


def moment(at: str | None, earliest: int, now: int) -> int:
    """Return when a change was made, in microseconds since the epoch.

    The browser's word counts while it is possible: after `earliest` and not in the future.
    """
    if at is None:
        return now
    try:
        told = datetime.fromisoformat(at)
        said = from_datetime(told if told.tzinfo else told.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return now
    return min(said, now) if earliest <= said <= now + SKEW else now


def spliced(value: str, splice: tuple[int, int, str]) -> str | None:
    """Return a value with a splice applied; None when it does not fit."""
    start, deleted, text = splice
    if start + deleted > len(value):
        return None
    return value[:start] + text + value[start + deleted :]


def _parsed(decoder: msgspec.json.Decoder[Body], body: bytes) -> Body:
    try:
        return decoder.decode(body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        raise BadChangeSets from None


def _bound(sets: tuple[ChangeSet, ...]) -> None:
    if (
        sum(len(change_set.changes) + len(change_set.splices) for change_set in sets)
        > CHANGES_LIMIT
    ):
        raise TooManyChanges
