"""The use-cases that handlers call, gathered once by the composition root (`runtime.app`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from cursus.access import Keys
    from cursus.clock import Clock
    from cursus.jobs import Jobs
    from cursus.settings import Settings
    from cursus.signing import Signer
    from cursus.storage.ports import ObjectStore
    from cursus.tenants import Tenants
    from lrs.service import Lrs
    from packager.acceptance import Decisions
    from packager.courses import Courses
    from packager.imports import Imports
    from runtime.comparisons import Comparisons
    from runtime.content import Content
    from runtime.course_changes import CourseChanges
    from runtime.import_links import ImportLinks
    from runtime.launches import Launches
    from runtime.registrations import Registrations


@dataclass(frozen=True, slots=True)
class Services:
    """What the management API's handlers may call."""

    settings: Settings
    clock: Clock
    objects: ObjectStore
    keys: Keys
    tenants: Tenants
    jobs: Jobs
    courses: Courses
    imports: Imports
    decisions: Decisions
    course_changes: CourseChanges
    comparisons: Comparisons
    registrations: Registrations
    import_links: ImportLinks
    launches: Launches
    lrs: Lrs
    content: Content
    paging: Signer
    patience: float  # seconds for a body, or for the next piece of an upload


SERVICES = web.AppKey("services", Services)
