"""What tests of playing share: small courses, and a service over a database in memory."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec
from aiohttp import web

from cursus.errors import NotFound
from cursus.middleware import problems
from cursus.signing import Signer
from cursus.storage.database_sqlite import SQLiteDatabase
from cursus.storage.migrations import Component
from cursus.storage.queries import NamedQuery, load_queries
from lrs.service import Lrs
from packager.courses import CourseVersion
from packager.model import Activity, Course, Edition, Kind, Organization, Standard, to_json
from runtime.change_sets import ChangeSet, Commit, LeftBehind, Navigation, Recovery
from runtime.content_address import Prefixes
from runtime.hosts import Hosts
from runtime.launches import Launch, Launches
from runtime.play import Plays
from runtime.play_http import PLAYING, Playing, add_play_apps
from runtime.playable import Playable, Playables, playable_of
from runtime.player_assets_http import PlayerAssets
from runtime.sessions import Session, Sessions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cursus.clock import Clock, Ids
    from cursus.storage.ports import Reading, Row, Tx
    from runtime.sequencing.navigation import RequestType

TENANT = "portal"
COURSE = "course"
LABEL = "abcdefghijklmnopqrst"
ORIGIN = f"http://{LABEL}.cursus.localhost:8080"
UUID = "3f1d7f3a-27c1-4e9b-9e56-4b1f6f1c2d10"
Q = load_queries("runtime")


async def home_page(tenant: str) -> str:
    return f"https://{tenant}.example.org"


def activity(identifier: str, kind: Kind = "sco", **more: Any) -> Activity:
    """An activity with content of its own."""
    more.setdefault("href", f"{identifier}/index.html")
    return Activity(identifier=identifier, title=f"Activity {identifier}", kind=kind, **more)


def cluster(identifier: str, *children: Activity, **more: Any) -> Activity:
    return Activity(
        identifier=identifier,
        title=f"Cluster {identifier}",
        kind="cluster",
        children=children,
        **more,
    )


def course_of(standard: Standard, *activities: Activity, edition: Edition | None = None) -> Course:
    root = cluster("ROOT", *activities)
    return Course(
        standard=standard,
        title="Курс о <котах> & собаках",
        organizations=(Organization("ORG", root),),
        default_organization="ORG",
        edition=edition or ("4th" if standard == "scorm2004" else None),
    )


def version_of(course: Course, *, label: str = LABEL, course_id: str = COURSE) -> CourseVersion:
    return CourseVersion(
        tenant=TENANT,
        course_id=course_id,
        version=1,
        label=label,
        title=course.title,
        standard=course.standard,
        edition=course.edition,
        archive_key="",
        archive_size=0,
        index_key="",
        overlay_key=None,
        activity_iri=f"https://portal.example.org/{course_id}",
        created_at=0,
        updated_at=0,
        tags=(),
        model_json=to_json(course),
        findings_json="[]",
    )


def playable(course: Course) -> Playable:
    return playable_of(version_of(course))


class Versions:
    """Course versions that were never uploaded."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str, int], CourseVersion] = {}

    def add(self, version: CourseVersion) -> None:
        self.known[version.tenant, version.course_id, version.version] = version

    async def get(self, tenant: str, course_id: str, version: int) -> CourseVersion:
        if (tenant, course_id, version) not in self.known:
            raise NotFound
        return self.known[tenant, course_id, version]


@dataclass
class Rig:
    """The service of playing, over a database in memory."""

    clock: Clock
    ids: Ids
    versions: Versions = field(default_factory=Versions)

    def __post_init__(self) -> None:
        components = [Component("cursus"), Component("lrs"), Component("runtime")]
        self.database = SQLiteDatabase(None, self.clock, components)
        self.hosts = Hosts("http://127.0.0.1:8080", "http://{label}.cursus.localhost:8080")
        self.lrs = Lrs(self.database, self.ids)
        self.launches = Launches(
            self.database,
            self.versions,
            Signer(b"the tests' secret", "launch"),
            self.hosts.content_origin,
            self.clock,
            self.ids,
        )
        self.sessions = Sessions(self.database, self.clock, self.ids)
        self.plays = self.new_plays()

    def new_plays(self) -> Plays:
        """Another node's: it remembers nothing of what this one did."""
        return Plays(
            self.database,
            Playables(self.versions),
            self.lrs,
            self.clock,
            home_page,
            Prefixes(Signer(b"the tests' secret", "content")).prefix,
        )

    def app(self, **more: Any) -> web.Application:
        app = web.Application(middlewares=[problems])
        services = self.launches, self.sessions, self.plays, PlayerAssets(), self.hosts
        app[PLAYING] = Playing(*services, **more)
        add_play_apps(app, app[PLAYING])
        return app

    async def register(
        self,
        course: Course,
        registration: str = "r1",
        *,
        course_id: str = COURSE,
        label: str = LABEL,
    ) -> None:
        version = version_of(course, label=label, course_id=course_id)
        self.versions.add(version)

        async def unit(tx: Tx) -> None:
            await tx.execute(
                Q.registration_insert,
                tenant=TENANT,
                id=registration,
                course_id=course_id,
                version=1,
                learner_id="anna",
                learner_email=None,
                first_name="Анна",
                last_name="Ли",
                xapi_registration=UUID,
                tags="[]",
                now=self.clock.micros(),
            )

        await self.database.write(unit)

    async def token(self, registration: str = "r1", **launch: Any) -> str:
        """Exchange a launch for a session's token."""
        return await self.sessions.open(launch_of(registration, **launch))

    async def session(self, registration: str = "r1", **launch: Any) -> Session:
        return await self.sessions.get(await self.token(registration, **launch))

    async def row(self, registration: str = "r1") -> Row:
        async def look(tx: Reading) -> Row | None:
            return await tx.row(Q.registration_get, tenant=TENANT, id=registration)

        row = await self.database.read(look)
        assert row is not None
        return row

    async def values(self, activity: str, registration: str = "r1") -> dict[str, str]:
        """The stored run-time data of an activity."""

        async def look(tx: Reading) -> Sequence[Row]:
            return await tx.rows(
                Q.activity_data_of_registration, tenant=TENANT, registration=registration
            )

        rows = {row["activity"]: row["values_json"] for row in await self.database.read(look)}
        values: dict[str, str] = json.loads(rows.get(activity, "{}"))
        return values

    async def side_records(self) -> list[tuple[int, list[ChangeSet]]]:
        """What was kept aside, with its epoch, in the order of arrival."""
        rows = await self.select("SELECT epoch, body FROM side_records ORDER BY rowid")
        sets = msgspec.json.Decoder(list[ChangeSet])
        return [(row["epoch"], sets.decode(row["body"])) for row in rows]

    async def statements(self) -> list[dict[str, Any]]:
        """The record, in the order of storing."""
        rows = await self.select("SELECT json FROM statements ORDER BY stored")
        return [json.loads(row["json"]) for row in rows]

    async def select(self, sql: str) -> Sequence[Row]:
        """What no use-case reads."""
        query = NamedQuery("of_a_test", {"shared": sql})
        return await self.database.read(lambda tx: tx.rows(query))

    async def execute(self, sql: str) -> None:
        """What no use-case writes."""
        query = NamedQuery("of_a_test", {"shared": sql})
        await self.database.write(lambda tx: tx.execute(query))


def launch_of(registration: str = "r1", **more: Any) -> Launch:
    launch = Launch(
        tenant=TENANT,
        registration=registration,
        expires_at=0,
        exit_way="message",
        exit_url=None,
        embed_origin=None,
        culture=None,
        start_sco=None,
        tracking=True,
        nonce="",
    )
    return Launch(
        **{name: more.get(name, getattr(launch, name)) for name in launch.__struct_fields__}
    )


class Page:
    """A player's page as far as the server sees it: numbers its change sets and navigations."""

    def __init__(self, rig: Rig, session: Session) -> None:
        self.rig = rig
        self.session = session
        self.view: dict[str, Any] = {}
        self.epoch = 0
        self.navigations: Iterator[int] = itertools.count(1)
        self.seq = itertools.count(1)

    async def open(self) -> Page:
        opened = await self.rig.plays.open(self.session, LABEL)
        self.view = opened.view
        self.epoch = opened.stage.attempt.epoch
        self.seq = itertools.count(1)
        self.navigations = itertools.count(1)
        return self

    @property
    def delivered(self) -> str:
        activity: str = self.view["deliver"]["activity"]
        return activity

    def set(self, *changes: tuple[str, str], **more: Any) -> ChangeSet:
        """The next change set of the content that is shown."""
        deliver = self.view["deliver"]
        defaults = {"activity": deliver["activity"], "visit": deliver["visit"]} | more
        return ChangeSet(seq=next(self.seq), changes=changes, **defaults)

    async def commit(self, *sets: ChangeSet) -> dict[str, Any]:
        return await self.rig.plays.commit(self.session, LABEL, Commit(self.epoch, sets))

    async def say(self, values: Mapping[str, str], *events: str) -> dict[str, Any]:
        """Commit values that the content set."""
        return await self.commit(self.set(*values.items(), events=events))

    async def terminate(self, values: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Let the content set values and terminate."""
        last = self.set(*(values or {}).items(), events=("terminate",))
        self.view = await self.rig.plays.move(self.session, LABEL, Commit(self.epoch, (last,)))
        return self.view

    async def navigate(
        self, kind: RequestType, target: str | None = None, *sets: ChangeSet
    ) -> dict[str, Any]:
        request = Navigation(kind, target, next(self.navigations))
        body = Commit(self.epoch, sets, request)
        self.view = await self.rig.plays.move(self.session, LABEL, body)
        return self.view

    async def recover(self, epoch: int, *sets: ChangeSet) -> dict[str, Any]:
        body = Recovery(self.epoch, LeftBehind(epoch, sets))
        answer = await self.rig.plays.recover(self.session, LABEL, body)
        self.view = answer["view"]
        return answer


async def opened(rig: Rig, course: Course, registration: str = "r1", **launch: Any) -> Page:
    """A player's page on a new registration."""
    await rig.register(course, registration)
    return await Page(rig, await rig.session(registration, **launch)).open()
