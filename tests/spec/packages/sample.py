"""A package that breaks a rule; the samples of each family stand in a module of their own."""

from __future__ import annotations

from dataclasses import dataclass

from packager.limits import ArchiveLimits

LIMITS = ArchiveLimits()


@dataclass(frozen=True)
class Sample:
    """A package and the limits under which it breaks a rule."""

    data: bytes
    limits: ArchiveLimits = LIMITS
