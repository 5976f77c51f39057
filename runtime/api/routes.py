"""All operations of the management API."""

from __future__ import annotations

from runtime.api import courses, import_links, imports, packages, registrations, system, versions

ROUTES = [
    *system.ROUTES,
    *imports.ROUTES,
    *import_links.ROUTES,
    *courses.ROUTES,
    *versions.ROUTES,
    *packages.ROUTES,
    *registrations.ROUTES,
]
