"""Import links: how a portal hands an author over to the page that takes a package.

A link is signed, not stored. It is good for one version of one course: it names the version that
is the newest when it is made, and ends with the next one, whoever made that. Its holder may
upload as often as it takes, see the imports begun through it and decide about them, also for a
while after the link has expired; and may do nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec
import orjson

from cursus.errors import BadRequest, Gone, NotFound
from cursus.storage.queries import load_queries
from cursus.texts import Text
from packager.acceptance import IMPORT, WAITING_SECONDS, Terms
from packager.courses import NO_VERSION
from runtime.launches import LONGEST_TOKEN, LONGEST_VALUE, origin_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from cursus.clock import Clock, Ids
    from cursus.jobs import Job, Jobs
    from cursus.signing import Signer
    from cursus.storage.ports import Database
    from packager.courses import Courses
    from packager.imports import Imports

Q = load_queries("runtime")

DEFAULT_EXPIRY: Final = 3_600  # seconds
SHORTEST_EXPIRY: Final = 60
LONGEST_EXPIRY: Final = 86_400

EXPIRY = Text("expiry must be from {low} to {high} seconds.", "expiry: от {low} до {high} секунд.")
ADDRESS = Text(
    "redirectUrl must be an http or https address.", "redirectUrl: адрес http или https."
)
ORIGIN = Text(
    "embedOrigin must be an origin such as https://portal.example.org.",
    "embedOrigin: источник вида https://portal.example.org.",
)
TOO_LONG = Text(
    "The import link would be too long: shorten tags, redirectUrl, courseId.",
    "Ссылка вышла бы слишком длинной: сократите tags, redirectUrl, courseId.",
)
AGAIN = Text(
    "Go back to the page you came from and open it again.",
    "Вернитесь на страницу, с которой пришли, и откройте её ещё раз.",
)
NO_JOB = Text(
    "No such import was begun on this page.", "На этой странице такой загрузки не начинали."
)


class UnsuitableImportLink(BadRequest):
    """The import link cannot be made so"""

    slug = "unsuitable-import-link"
    title_ru = "Такую ссылку на загрузку сделать нельзя"


class UnknownImportLink(NotFound):
    """This import link is not valid"""

    slug = "unknown-import-link"
    title_ru = "Эта ссылка на загрузку недействительна"


class ExpiredImportLink(Gone):
    """This import link has expired"""

    slug = "expired-import-link"
    title_ru = "Срок действия этой ссылки на загрузку истёк"


class UsedImportLink(Gone):
    """The course has got a new version since this import link was made"""

    slug = "used-import-link"
    title_ru = "С тех пор как создана эта ссылка, у курса появилась новая версия"


@dataclass(frozen=True, slots=True)
class LinkRequest:
    """What a portal asks of an import link."""

    course_id: str | None = None  # None: a new course with an id of ours
    may_create_new_version: bool = False
    tags: tuple[str, ...] = ()
    expiry: int = DEFAULT_EXPIRY  # seconds
    ask: bool = False
    embed_origin: str | None = None
    redirect_url: str | None = None
    culture: str | None = None


class ImportLink(msgspec.Struct, frozen=True, array_like=True):
    """What an import link says."""

    tenant: str
    course_id: str
    expected: int  # the course's newest version; NO_VERSION: a new course
    tags: tuple[str, ...]
    expires_at: int  # microseconds since the epoch
    ask: bool
    embed_origin: str | None
    redirect_url: str | None
    culture: str | None
    nonce: str  # by which imports know their link


@dataclass(frozen=True, slots=True)
class Made:
    """An import link that was made."""

    path: str
    course_id: str
    expires_at: int


class ImportLinks:
    """The use-cases of import links."""

    def __init__(
        self,
        database: Database,
        courses: Courses,
        jobs: Jobs,
        imports: Imports,
        signer: Signer,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._database = database
        self._courses = courses
        self._jobs = jobs
        self._imports = imports
        self._signer = signer
        self._clock = clock
        self._ids = ids

    async def make(self, tenant: str, asked: LinkRequest) -> Made:
        """Make a link.

        Raises `CourseExists` for a course that is there where no new version may be made, and
        `UnsuitableImportLink` for an expiry, an address or an origin that cannot be taken.
        """
        if not SHORTEST_EXPIRY <= asked.expiry <= LONGEST_EXPIRY:
            raise UnsuitableImportLink(EXPIRY.format(low=SHORTEST_EXPIRY, high=LONGEST_EXPIRY))
        course_id = asked.course_id or str(self._ids.uuid())
        may_create = asked.may_create_new_version
        await self._courses.check_room(tenant, course_id, None, may_create=may_create)
        link = ImportLink(
            tenant=tenant,
            course_id=course_id,
            expected=await self._courses.newest(tenant, course_id),
            tags=asked.tags,
            expires_at=self._clock.micros() + asked.expiry * 1_000_000,
            ask=asked.ask,
            embed_origin=_origin(asked.embed_origin),
            redirect_url=_address(asked.redirect_url),
            culture=asked.culture,
            nonce=self._ids.token()[:22],
        )
        token = self._signer.sign(msgspec.msgpack.encode(link))
        if len(token) > LONGEST_TOKEN:
            raise UnsuitableImportLink(TOO_LONG)
        return Made(f"/import/{token}", course_id, link.expires_at)

    def read(self, token: str, *, later: bool = False) -> ImportLink:
        """Return what a link says; raises `UnknownImportLink` and `ExpiredImportLink`.

        `later`: for what was begun through it, which may outlive it as long as an import waits.
        """
        payload = self._signer.verify(token)
        if payload is None:
            raise UnknownImportLink(AGAIN)
        link = msgspec.msgpack.decode(payload, type=ImportLink)
        grace = WAITING_SECONDS * 1_000_000 if later else 0
        if self._clock.micros() >= link.expires_at + grace:
            raise ExpiredImportLink(AGAIN)
        return link

    async def portals(self, link: ImportLink) -> tuple[str, ...]:
        """Return the origins that may frame the page of a link."""
        found = await self._database.read(
            lambda look: look.value(Q.tenant_portals, tenant=link.tenant)
        )
        named = orjson.loads(found or "[]")
        return tuple(dict.fromkeys([*named, *filter(None, [link.embed_origin])]))

    async def is_used(self, link: ImportLink) -> bool:
        """Return whether the course has got another version since the link was made."""
        return await self._courses.newest(link.tenant, link.course_id) != link.expected

    async def upload(self, link: ImportLink, chunks: AsyncIterator[bytes]) -> str:
        """Take an upload; return its job's id. Raises `UsedImportLink` and what imports raise."""
        if await self.is_used(link):
            raise UsedImportLink(AGAIN)
        return await self._imports.receive(
            link.tenant,
            link.course_id,
            chunks,
            filename="package.zip",
            may_create_new_version=link.expected != NO_VERSION,
            tags=link.tags,
            terms=Terms(ask=link.ask, link=link.nonce, expected=link.expected),
        )

    async def job(self, link: ImportLink, identifier: str) -> Job:
        """Return an import that was begun through a link; raises `NotFound`."""
        job = await self._jobs.get(link.tenant, identifier)
        if (
            job is None
            or job.kind != IMPORT
            or job.payload.get("terms", {}).get("link") != link.nonce
        ):
            raise NotFound(NO_JOB)
        return job


def _address(address: str | None) -> str | None:
    if not address:
        return None
    if origin_of(address) is None or len(address) > LONGEST_VALUE:
        raise UnsuitableImportLink(ADDRESS)
    return address.strip()


def _origin(address: str | None) -> str | None:
    if not address:
        return None
    origin = origin_of(address)
    if origin is None:
        raise UnsuitableImportLink(ORIGIN)
    return origin
