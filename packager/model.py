"""The course model: what a package says, the same for all standards.

Frozen values and nothing else. What a standard cannot express is absent (None), never faked.
The model is stored as JSON with a format version (`to_json`, `from_json`): a field may be added
with a default, never renamed or given another meaning without raising FORMAT.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMAT = 1

Standard = Literal["scorm12", "scorm2004", "aicc", "cmi5", "xapi"]
Edition = Literal["2nd", "3rd", "4th"]
Kind = Literal["cluster", "sco", "asset", "au", "activity"]


class Resource(msgspec.Struct, frozen=True, omit_defaults=True):
    """A resource of a manifest (IMS CP 1.1.4, 4.5): files that belong together."""

    identifier: str
    kind: Literal["sco", "asset"]
    href: str | None = None  # as Activity.href, without parameters
    files: tuple[str, ...] = ()  # served names, those of its dependencies not repeated
    dependencies: tuple[str, ...] = ()  # identifiers


class Limits(msgspec.Struct, frozen=True, omit_defaults=True):
    """What bounds an attempt on an activity."""

    max_time_allowed: str | None = None  # as the manifest writes it
    time_limit_action: str | None = None
    attempt_limit: int | None = None


class Activity(msgspec.Struct, frozen=True, omit_defaults=True):
    """A node of the activity tree: an item of the manifest, a block or assignable unit, ..."""

    identifier: str
    title: str
    kind: Kind
    # Launch address: the resource's href joined with the item's parameters. Percent-encoded, to be
    # put behind the content prefix as it is; or absolute (http, https). None: cannot be started.
    href: str | None = None
    resource: str | None = None  # identifier
    parameters: str | None = None  # as the manifest writes them
    children: tuple[Activity, ...] = ()
    visible: bool = True
    hide_ui: tuple[str, ...] = ()  # adlnav:hideLMSUI: previous, continue, exit, exitAll, ...
    prerequisites: str | None = None  # aicc_script, SCORM 1.2
    mastery_score: float | None = None  # 0..100, SCORM 1.2 and AICC
    scaled_passing_score: float | None = None  # -1..1, SCORM 2004: of the primary objective
    completion_threshold: float | None = None  # 0..1, SCORM 2004
    launch_data: str | None = None
    limits: Limits = Limits()
    objectives: tuple[str, ...] = ()  # ids the run-time data begins with (SCORM 2004)
    sequencing: dict[str, object] | None = None  # read in full by the packager issue

    def walk(self) -> Iterator[Activity]:
        """Yield this activity and all below it, parents first, in the manifest's order."""
        yield self
        for child in self.children:
            yield from child.walk()


class Organization(msgspec.Struct, frozen=True, omit_defaults=True):
    """One way to arrange the course; its root activity is the course itself."""

    identifier: str
    root: Activity


class Course(msgspec.Struct, frozen=True, omit_defaults=True):
    """A package as cursus understands it."""

    standard: Standard
    title: str
    organizations: tuple[Organization, ...]
    default_organization: str  # identifier of the one that is played
    identifier: str = ""  # the manifest's own
    edition: Edition | None = None
    version_text: str | None = None  # schemaversion as it stands in the manifest
    languages: tuple[str, ...] = ()
    resources: tuple[Resource, ...] = ()
    metadata: dict[str, object] | None = None
    format: int = FORMAT

    @property
    def organization(self) -> Organization:
        """The organization that is played."""
        return next(o for o in self.organizations if o.identifier == self.default_organization)


def to_json(course: Course) -> str:
    """Return the model as JSON text."""
    return msgspec.json.encode(course).decode()


def from_json(text: str | bytes) -> Course:
    """Return the model from its JSON text."""
    return msgspec.json.decode(text, type=Course)
