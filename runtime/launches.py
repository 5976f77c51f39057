"""Launch links: how a portal hands a learner over to the player.

A link is signed, not stored, and lives for seconds to minutes. Looking at it does nothing, so
link previews and scanners cannot spoil it; exchanging it gives a session (`runtime.sessions`).
It may be exchanged again while it lives: the later player takes over, as with any relaunch.
Its holder can read what it says; only we can write it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import urlsplit

import msgspec

from cursus.errors import BadRequest, Gone, NotFound
from cursus.storage.queries import load_queries
from cursus.texts import Text
from runtime.playable import check_launchable
from runtime.registrations import unknown_registration

if TYPE_CHECKING:
    from collections.abc import Callable

    from cursus.clock import Clock, Ids
    from cursus.signing import Signer
    from cursus.storage.ports import Database, Reading, Row
    from runtime.playable import CourseSource

Q = load_queries("runtime")

DEFAULT_EXPIRY: Final = 120  # seconds; these three are SCORM Cloud's
SHORTEST_EXPIRY: Final = 10
LONGEST_EXPIRY: Final = 300
LONGEST_TOKEN: Final = 7_000  # characters: servers and proxies take addresses of some 8,000
LONGEST_VALUE: Final = 2_000  # characters of an address: the link is an address itself

ExitWay = Literal["url", "closer", "blank", "message"]
EXIT_WORDS: Final[dict[str, ExitWay]] = {
    "closer": "closer", "blank": "blank", "message": "message", "": "message",
}  # fmt: skip

EXPIRY = Text("expiry must be from {low} to {high} seconds.", "expiry: от {low} до {high} секунд.")
ADDRESS = Text(
    "redirectOnExitUrl must be an http or https address, or closer, blank or message.",
    "redirectOnExitUrl: адрес http или https, либо closer, blank, message.",
)
TOO_LONG = Text(
    "The launch link would be too long: shorten redirectOnExitUrl, embedOrigin, startSco, culture.",
    "Ссылка на запуск вышла бы слишком длинной: сократите redirectOnExitUrl, embedOrigin,"
    " startSco, culture.",
)
ORIGIN = Text(
    "embedOrigin must be an origin such as https://portal.example.org.",
    "embedOrigin: источник вида https://portal.example.org.",
)
AGAIN = Text(
    "Go back to the page you came from and open the course again.",
    "Вернитесь на страницу, с которой пришли, и откройте курс ещё раз.",
)


_HOST = re.compile(r"[\w.:-]+")  # a name in any script, an IPv4 or an IPv6 address


class UnsuitableLaunch(BadRequest):
    """The launch link cannot be made so"""

    slug = "unsuitable-launch"
    title_ru = "Такую ссылку на запуск сделать нельзя"


class UnknownLink(NotFound):
    """This launch link is not valid"""

    slug = "unknown-link"
    title_ru = "Эта ссылка на запуск недействительна"


class ExpiredLink(Gone):
    """This launch link has expired"""

    slug = "expired-link"
    title_ru = "Срок действия этой ссылки на запуск истёк"


@dataclass(frozen=True, slots=True)
class LaunchRequest:
    """What a portal asks of a launch."""

    redirect_on_exit: str = ""  # an address, or closer, blank, message
    expiry: int | None = None  # seconds
    embed_origin: str | None = None
    culture: str | None = None
    start_sco: str | None = None
    tracking: bool = True


class Launch(msgspec.Struct, frozen=True, array_like=True):
    """What a launch link says."""

    tenant: str
    registration: str
    expires_at: int  # microseconds since the epoch
    exit_way: ExitWay
    exit_url: str | None
    embed_origin: str | None
    culture: str | None
    start_sco: str | None
    tracking: bool
    nonce: str


class Launches:
    """The use-cases of launch links.

    `content_origin` gives the origin of a course version by its label.
    """

    def __init__(
        self,
        database: Database,
        courses: CourseSource,
        signer: Signer,
        content_origin: Callable[[str], str],
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._database = database
        self._courses = courses
        self._signer = signer
        self._content_origin = content_origin
        self._clock = clock
        self._ids = ids

    async def link(self, tenant: str, registration: str, asked: LaunchRequest) -> str:
        """Return a link to the player for a registration.

        Raises `NotFound` for an unknown registration, `NotLaunchable` for a course of a standard
        that cannot be played yet, and `UnsuitableLaunch` for an expiry or an address that cannot
        be taken.
        """
        lifetime = DEFAULT_EXPIRY if asked.expiry is None else asked.expiry
        if not SHORTEST_EXPIRY <= lifetime <= LONGEST_EXPIRY:
            raise UnsuitableLaunch(EXPIRY.format(low=SHORTEST_EXPIRY, high=LONGEST_EXPIRY))
        way, url = exit_of(asked.redirect_on_exit)
        origin = _embed_origin(asked.embed_origin) if asked.embed_origin else origin_of(url)

        async def look(tx: Reading) -> Row | None:
            return await tx.row(Q.registration_course, tenant=tenant, id=registration)

        row = await self._database.read(look)
        if row is None:
            raise unknown_registration(registration)
        course = await self._courses.get(tenant, row["course_id"], row["version"])
        check_launchable(course)
        launch = Launch(
            tenant=tenant,
            registration=registration,
            expires_at=self._clock.micros() + lifetime * 1_000_000,
            exit_way=way,
            exit_url=url,
            embed_origin=origin,
            culture=asked.culture,
            start_sco=asked.start_sco,
            tracking=asked.tracking,
            nonce=self._ids.token()[:12],
        )
        token = self._signer.sign(msgspec.msgpack.encode(launch))
        if len(token) > LONGEST_TOKEN:
            raise UnsuitableLaunch(TOO_LONG)
        return f"{self._content_origin(course.label)}/launch/{token}"

    def read(self, token: str) -> Launch:
        """Return what a link says; raises `UnknownLink` and `ExpiredLink`."""
        payload = self._signer.verify(token)
        if payload is None:
            raise UnknownLink(AGAIN)
        launch = msgspec.msgpack.decode(payload, type=Launch)
        if self._clock.micros() >= launch.expires_at:
            raise ExpiredLink(AGAIN)
        return launch


def exit_of(redirect: str) -> tuple[ExitWay, str | None]:
    """Return how the player ends, and the address that it leads to."""
    word = EXIT_WORDS.get(redirect.strip().lower())
    if word is not None:
        return word, None
    if origin_of(redirect) is None or len(redirect) > LONGEST_VALUE:
        raise UnsuitableLaunch(ADDRESS)
    return "url", redirect.strip()


def _embed_origin(address: str) -> str:
    origin = origin_of(address)
    if origin is None:
        raise UnsuitableLaunch(ORIGIN)
    return origin


def origin_of(address: str | None) -> str | None:
    """Return the origin of an http or https address (RFC 6454, 4), None for anything else.

    What a link leads to must not be a script, and what stands in a policy's list must not end it.
    """
    try:
        parts = urlsplit((address or "").strip())
        port = parts.port
    except ValueError:
        return None
    name = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(name):
        return None
    if "\\" in parts.netloc:  # browsers take it for a slash, and what follows for a path
        return None
    host = f"[{name}]" if ":" in name else name
    default = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + ("" if port in (None, default) else f":{port}")
