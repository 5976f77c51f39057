"""The composition root: the only place that names concrete classes and wires them.

`running` opens what lies outside and closes it again; `make_app` builds the application over
it. Tests give their own clock, identifiers, database and objects and get the very application
that `cursus serve` runs.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

from aiohttp import web

from cursus.access import Keys
from cursus.bodies import PATIENCE
from cursus.clock import RandomIds, SystemClock
from cursus.errors import Unavailable
from cursus.jobs import SWEEP_SECONDS, Jobs
from cursus.middleware import problems
from cursus.signing import Signer
from cursus.storage.database_sqlite import SQLiteDatabase
from cursus.storage.migrations import Component
from cursus.storage.objects import open_objects
from cursus.storage.objects_local import LocalObjects
from cursus.tenants import Tenants
from cursus.texts import Text
from lrs.http import make_lrs_app
from lrs.service import Lrs
from packager.acceptance import IMPORT, Decisions
from packager.courses import REMOVE, Courses
from packager.imports import Imports
from packager.limits import ArchiveLimits
from packager.removals import Removals
from packager.spool import Spool
from packager.workers import Workers
from runtime.api.app import make_api_app
from runtime.api.openapi import docs_page, openapi_json
from runtime.api.wire import answer
from runtime.comparisons import Comparisons
from runtime.connections import SERVER_OPTIONS
from runtime.content import Content
from runtime.content_address import Prefixes
from runtime.content_bytes import Uploads
from runtime.content_cache import UploadCache
from runtime.content_http import make_content_app
from runtime.content_versions import VersionsInUse
from runtime.course_changes import CourseChanges
from runtime.hosts import Hosts
from runtime.import_http import Importing, add_import_app
from runtime.import_links import ImportLinks
from runtime.launches import Launches
from runtime.middleware import plain_bodies, right_origin
from runtime.play import Plays
from runtime.play_http import PLAYING, Playing, add_play_apps
from runtime.play_pages import problem_page
from runtime.playable import Playables
from runtime.player_assets_http import PlayerAssets
from runtime.registrations import Registrations
from runtime.services import SERVICES, Services
from runtime.sessions import Sessions

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from cursus.clock import Clock, Ids
    from cursus.datafolder import DataFolder
    from cursus.settings import Settings
    from cursus.storage.ports import Database, ObjectStore
    from lrs.shapes import Version

#: The packages that keep tables, in the order in which their schemas are made.
COMPONENTS = tuple(Component(name) for name in ("cursus", "packager", "lrs", "runtime"))
JOBS_AT_ONCE = 4  # imports are bounded further by the workers that inspect
SHUTDOWN_SECONDS = 10  # for requests under way, when asked to end
READY_SECONDS = 3  # readiness gives up on a dependency after so long

NOT_READY = Text("{what} does not answer.", "{what}: нет ответа.")


def open_database(folder: DataFolder, clock: Clock) -> Database:
    """Open the database in the data folder and bring its schema up to date."""
    return SQLiteDatabase(folder.database, clock, COMPONENTS)


def open_object_store(settings: Settings, folder: DataFolder) -> ObjectStore:
    """Open the object store that the settings name, else the one in the data folder."""
    if settings.storage_url is None:
        return LocalObjects(folder.objects)
    return open_objects(settings.storage_url)


def make_app(
    settings: Settings,
    folder: DataFolder,
    *,
    clock: Clock,
    ids: Ids,
    database: Database,
    objects: ObjectStore,
    patience: float = PATIENCE,
) -> web.Application:
    """Wire everything over what was opened; background work runs while the application does.

    `patience` is for how many seconds a request's body is waited for.
    """
    assert settings.content_url is not None
    secret = folder.secret_key(settings.secret_key)
    hosts = Hosts(settings.public_url, settings.content_url)
    courses = Courses(database, clock)
    lrs = Lrs(database, ids)
    keys = Keys(database, clock, ids)
    tenants = Tenants(database, clock, settings.public_url)
    limits = ArchiveLimits.of(settings)
    workers = Workers(settings.import_workers, limits)

    spool = Spool(folder.spool, limits.upload)
    imports = Imports(
        database,
        objects,
        clock,
        ids,
        spool,
        workers,
        course_iri=tenants.course_iri,
        wake=lambda: jobs.wake(),  # noqa: PLW0108 - each needs the other
    )
    handlers = {IMPORT: imports.run, REMOVE: Removals(database, objects).run}
    clean = partial(imports.clean, quiet=SWEEP_SECONDS)
    jobs = Jobs(database, clock, ids, handlers, JOBS_AT_ONCE, [clean])
    decisions = Decisions(database, courses, clock, spool, wake=jobs.wake)
    prefixes = Prefixes(Signer(secret, "content"))
    content = _content(settings, folder, courses, objects, hosts, prefixes, clock)
    launches = Launches(
        database, courses, Signer(secret, "launch"), hosts.content_origin, clock, ids
    )
    registrations = Registrations(database, courses, clock, ids)
    comparisons = Comparisons(courses, objects, registrations)
    import_links = ImportLinks(
        database, courses, jobs, imports, Signer(secret, "import"), clock, ids
    )
    playables = Playables(courses)
    plays = Plays(database, playables, lrs, clock, tenants.base_iri, prefixes.prefix)

    app = web.Application(middlewares=[problems, plain_bodies, right_origin(hosts)])
    app[SERVICES] = Services(
        settings=settings,
        clock=clock,
        objects=objects,
        keys=keys,
        tenants=tenants,
        jobs=jobs,
        courses=courses,
        imports=imports,
        decisions=decisions,
        course_changes=CourseChanges(
            database, courses, forget_files=content.forget, forget_course=playables.forget
        ),
        comparisons=comparisons,
        registrations=registrations,
        import_links=import_links,
        launches=launches,
        lrs=lrs,
        content=content,
        paging=Signer(secret, "paging"),
        patience=patience,
    )
    app.add_routes(
        [
            web.get("/healthz", healthz),
            web.get("/readyz", readyz),
            web.get("/docs", docs_page),
            web.get("/openapi.json", openapi_json),
        ]
    )
    sessions = Sessions(database, clock, ids)
    assets = PlayerAssets()
    app.add_subapp("/content", make_content_app(content, problem_page(assets)))
    app[PLAYING] = Playing(launches, sessions, plays, assets, hosts, patience)
    add_play_apps(app, app[PLAYING])
    import_assets = PlayerAssets("/import-assets")
    add_import_app(
        app,
        Importing(
            import_links, courses, decisions, comparisons, import_assets, limits.upload, patience
        ),
    )
    app.add_subapp("/api/v2", make_api_app())
    more = Signer(secret, "statements")
    mounts: dict[str, Version] = {"/xapi/1.0.3": "1.0.3", "/xapi": "2.0.0"}
    for prefix, version in mounts.items():
        lrs_app = make_lrs_app(
            lrs,
            keys,
            public_url=settings.public_url,
            more_signer=more,
            default_version=version,
            patience=patience,
        )
        app.add_subapp(prefix, lrs_app)
    app.cleanup_ctx.append(_background(workers, imports, jobs))
    app.on_cleanup.append(lambda _: content.close())
    return app


def _content(
    settings: Settings,
    folder: DataFolder,
    courses: Courses,
    objects: ObjectStore,
    hosts: Hosts,
    prefixes: Prefixes,
    clock: Clock,
) -> Content:
    """Wire delivery; the memory for it goes half to indexes, half to small files."""
    local = isinstance(objects, LocalObjects)
    cache = None if local else UploadCache(objects, folder.cache, int(settings.disk_cache))
    half = int(settings.memory_cache) // 2
    versions = VersionsInUse(courses, objects, memory=half)
    return Content(versions, Uploads(objects, cache), hosts, prefixes, clock, memory=half)


def _background(
    workers: Workers, imports: Imports, jobs: Jobs
) -> Callable[[web.Application], AsyncIterator[None]]:
    async def run(_: web.Application) -> AsyncIterator[None]:
        await workers.start()
        await imports.clean()
        await jobs.start()
        yield
        await jobs.stop()
        await workers.close()

    return run


async def healthz(request: web.Request) -> web.Response:  # noqa: ARG001 - a handler's form
    """Answer as long as the process does."""
    return answer({"status": "ok"})


async def readyz(request: web.Request) -> web.Response:
    """Answer once what requests need answers too; 503 says what does not."""
    services = request.app[SERVICES]
    checks = {
        "database": services.keys.any(),
        "object store": services.objects.size("ready/no-such-object"),
    }
    for what, check in checks.items():
        try:
            async with asyncio.timeout(READY_SECONDS):
                await check
        except (TimeoutError, Unavailable):
            raise Unavailable(NOT_READY.format(what=what)) from None
    return answer({"status": "ok"})


@asynccontextmanager
async def running(settings: Settings, folder: DataFolder) -> AsyncIterator[web.AppRunner]:
    """Open everything outside and run the application's background work, without listening.

    The data folder's lock must be held.
    """
    clock, ids = SystemClock(), RandomIds()
    async with AsyncExitStack() as stack:
        database = await asyncio.to_thread(open_database, folder, clock)
        stack.push_async_callback(database.close)
        objects = open_object_store(settings, folder)
        stack.push_async_callback(objects.close)
        app = make_app(settings, folder, clock=clock, ids=ids, database=database, objects=objects)
        runner = web.AppRunner(app, shutdown_timeout=SHUTDOWN_SECONDS, **SERVER_OPTIONS)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        yield runner
