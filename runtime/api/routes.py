"""All operations of the management API."""

from __future__ import annotations

from runtime.api import courses, registrations, system

ROUTES = [*system.ROUTES, *courses.ROUTES, *registrations.ROUTES]
