"""The course model: what a package says, the same for all standards.

Frozen values and nothing else. What a standard cannot express is absent (None), never faked.
The model is stored as JSON with a format version (`to_json`, `from_json`): a field may be added
with a default, never renamed or given another meaning without raising FORMAT. A round trip
through any writer of its own standard keeps it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec

from packager.sequencing import Sequencing  # noqa: TC001 - msgspec reads the annotations

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMAT = 1

Standard = Literal["scorm12", "scorm2004", "aicc", "cmi5", "xapi"]
Edition = Literal["2nd", "3rd", "4th"]
Kind = Literal["cluster", "sco", "asset", "au", "activity"]
LaunchMethod = Literal["AnyWindow", "OwnWindow"]
MoveOn = Literal["Passed", "Completed", "CompletedAndPassed", "CompletedOrPassed", "NotApplicable"]

# A metadata record as JSON, by xmltodict without prefixes: {"lom": {"general": {"title": …}}}.
# Attributes begin with `@`, text beside attributes is `#text`; languages stand as in the record.
Metadata = dict[str, Any]

# A text in several languages: tag (RFC 5646; "und" where none is said) -> text, as in order.
Languages = dict[str, str]


class Resource(msgspec.Struct, frozen=True, omit_defaults=True):
    """A resource of a manifest (IMS CP 1.1.4, 4.5): files that belong together."""

    identifier: str
    kind: Literal["sco", "asset"]
    href: str | None = None  # as Activity.href, without parameters
    files: tuple[str, ...] = ()  # served names, those of its dependencies not repeated
    dependencies: tuple[str, ...] = ()  # identifiers
    metadata: tuple[Metadata, ...] = ()


class Limits(msgspec.Struct, frozen=True, omit_defaults=True):
    """What bounds an attempt on an activity; texts are as the descriptor writes them."""

    max_time_allowed: str | None = None  # in SCORM 2004 attemptAbsoluteDurationLimit
    time_limit_action: str | None = None
    attempt_limit: int | None = None
    # Of IMS SS 1.0, 3.4, which SCORM 2004 leaves optional:
    attempt_experienced_duration: str | None = None
    activity_absolute_duration: str | None = None
    activity_experienced_duration: str | None = None
    begin_time: str | None = None
    end_time: str | None = None


class DataMap(msgspec.Struct, frozen=True, omit_defaults=True):
    """A store of shared data that a SCO sees (adlcp:data/map, SCORM 2004 4th Edition)."""

    target: str
    read: bool = True
    write: bool = True


class AiccUnit(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an AICC assignable unit says beside what other standards say too (`.au`, `.des`)."""

    kind: str | None = None  # Type
    command_line: str | None = None
    max_score: str | None = None
    system_vendor: str | None = None
    web_launch: str | None = None  # query to be joined to the address
    password: str | None = None  # AU_Password, which content has to repeat
    developer_id: str | None = None


class CompletionRequirement(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row of an AICC `.cmp` file: when the logic holds, the element gets the status."""

    requirement: str  # aicc_script
    result: str  # passed, completed, failed, …
    next: str | None = None  # structure element to go to
    returning: str | None = None  # structure element to come back to


class Activity(msgspec.Struct, frozen=True, omit_defaults=True):
    """A node of the activity tree: an item of the manifest, a block or assignable unit, ..."""

    identifier: str  # cmi5 and xAPI: the publisher's IRI
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
    prerequisites: str | None = None  # aicc_script, SCORM 1.2 and AICC
    mastery_score: float | None = None  # 0..100, SCORM 1.2 and AICC
    # -1..1: SCORM 2004 of the primary objective, cmi5 masteryScore (0..1)
    scaled_passing_score: float | None = None
    completion_threshold: float | None = None  # 0..1, SCORM 2004: None unless measured
    progress_weight: float = 1.0  # 0..1, SCORM 2004 4th Edition
    launch_data: str | None = None  # dataFromLMS, Core_Vendor, launchParameters
    limits: Limits = Limits()
    objectives: tuple[str, ...] = ()  # ids the run-time data begins with; AICC, cmi5: related ones
    sequencing: Sequencing | None = None  # SCORM 2004
    data: tuple[DataMap, ...] = ()  # SCORM 2004 4th Edition
    metadata: tuple[Metadata, ...] = ()
    # cmi5 and xAPI, where a title is said in several languages, and AICC for the description
    titles: Languages = {}
    descriptions: Languages = {}
    move_on: MoveOn | None = None
    launch_method: LaunchMethod | None = None
    entitlement_key: str | None = None
    activity_type: str | None = None  # IRI: cmi5 activityType, xAPI type
    au: AiccUnit | None = None
    completions: tuple[CompletionRequirement, ...] = ()  # AICC

    def walk(self) -> Iterator[Activity]:
        """Yield this activity and all below it, parents first, in the manifest's order."""
        yield self
        for child in self.children:
            yield from child.walk()


class Organization(msgspec.Struct, frozen=True, omit_defaults=True):
    """One way to arrange the course; its root activity is the course itself."""

    identifier: str
    root: Activity
    objectives_global: bool = True  # adlseq:objectivesGlobalToSystem
    shared_data_global: bool = True  # adlcp:sharedDataGlobalToSystem
    structure: str | None = None  # unless it is hierarchical


class Objective(msgspec.Struct, frozen=True, omit_defaults=True):
    """An objective of the course as a whole: cmi5 objectives, J rows of AICC."""

    identifier: str
    titles: Languages = {}
    descriptions: Languages = {}


class AiccCourse(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an AICC `.crs` file says beside what other standards say too."""

    creator: str | None = None
    system: str | None = None
    level: str | None = None
    version: str | None = None
    max_normal: int | None = None


class Course(msgspec.Struct, frozen=True, omit_defaults=True):
    """A package as cursus understands it."""

    standard: Standard
    title: str
    organizations: tuple[Organization, ...]
    default_organization: str  # identifier of the one that is played
    identifier: str = ""  # the manifest's own, Course_ID, the IRI of the cmi5 course
    edition: Edition | None = None
    version_text: str | None = None  # schemaversion as it stands in the manifest
    languages: tuple[str, ...] = ()  # tags that its texts and metadata are said in
    resources: tuple[Resource, ...] = ()
    metadata: tuple[Metadata, ...] = ()
    objectives: tuple[Objective, ...] = ()
    aicc: AiccCourse | None = None
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
