"""Converting packages into another standard, as far as their meaning survives.

A package is a descriptor and content, and the content speaks the API of one standard. Between
editions of SCORM 2004 the descriptor is all; between SCORM 1.2, SCORM 2004 and AICC a bridge page
stands between content and LMS. What would only look converted is refused: content of AICC posts to
an address that a SCORM LMS does not have, content of cmi5 and xAPI reports to an LRS.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from cursus.durations import (
    format_interval,
    format_timespan,
    parse_interval,
    parse_timespan,
)
from cursus.texts import Text
from packager.judgement import STANDARDS
from packager.model import Activity, AiccCourse, Course, Limits, Organization, Resource
from packager.sequencing import ControlMode, Sequencing, SequencingObjective
from packager.write import convert_texts as texts
from packager.write.archives import Part, of_bytes
from packager.write.bridges import Bridges
from packager.write.lom import converted_record
from packager.write.refusals import Refused
from packager.write.resources import single_resource
from packager.write.targets import descriptor_of
from packager.write.wrapping import FOLDER

if TYPE_CHECKING:
    from packager.model import Kind, Standard
    from packager.write.aicc import Encoding
    from packager.write.sources import Source
    from packager.write.targets import Target

_DESCRIPTORS: Final = frozenset({"imsmanifest.xml", "cmi5.xml", "tincan.xml"})
_AICC_ENDINGS: Final = frozenset({".crs", ".au", ".des", ".cst", ".ort", ".pre", ".cmp", ".obj"})
_TOP: Final = 100


class Converted(NamedTuple):
    """A package in its new standard, ready to be written."""

    course: Course
    parts: dict[str, Part]
    first: tuple[str, ...]
    losses: list[Text]


def convert(
    source: Source, target: Target, *, single: bool = False, encoding: Encoding = "utf-8"
) -> Converted:
    """Return a package in another standard; raises `Refused` where its meaning would not survive.

    `single` asks for a manifest with one resource, which some systems want.
    """
    course = source.course
    _refuse(course.standard, target.standard)
    parts = without_descriptors(source.parts, course)
    losses: list[Text] = []
    if course.standard == target.standard:
        course = msgspec.structs.replace(course, edition=target.edition, version_text=None)
    else:
        if any(name.partition("/")[0].lower() == FOLDER for name in parts):
            raise Refused(texts.RESERVED.format(folder=FOLDER))
        course, files, losses = _Crossing(course, target, set(parts)).run()
        parts |= files
    if single and target.scorm:
        course, pages = single_resource(course, parts)
        parts |= {name: of_bytes(data) for name, data in pages.items()}
    written = descriptor_of(course, encoding)
    for name, data in written.files.items():
        if name not in parts:
            parts[name] = of_bytes(data)
    return Converted(course, parts, tuple(written.files), losses + written.losses)


def _refuse(source: Standard, target: Standard) -> None:
    if source == target and source != "xapi":
        return
    if source in ("cmi5", "xapi"):
        why = texts.WHY_XAPI
    elif target == "cmi5":
        why = texts.WHY_CMI5
    elif source == "aicc":
        why = texts.WHY_AICC
    else:
        return
    names = {"source": STANDARDS[source], "target": STANDARDS[target]}
    english = texts.CANNOT.en.format(**names, why=why.en)
    raise Refused(Text(english, texts.CANNOT.ru.format(**names, why=why.ru)))


def without_descriptors(parts: dict[str, Part], course: Course) -> dict[str, Part]:
    """Return the files of a package but those that describe it."""
    stems = {posixpath.splitext(n)[0] for n in parts if n.lower().endswith((".crs", ".au"))}

    def describes(name: str) -> bool:
        stem, ending = posixpath.splitext(name)
        if course.standard == "aicc":
            return stem in stems and ending.lower() in _AICC_ENDINGS
        schema = ending.lower() == ".xsd" and "/" not in name and course.standard != "cmi5"
        return schema or name.lower() in _DESCRIPTORS

    return {name: part for name, part in parts.items() if not describes(name)}


class _Crossing:
    """Takes a course from SCORM into another standard than its own."""

    def __init__(self, course: Course, target: Target, names: set[str]) -> None:
        self._course = course
        self._target = target
        self._names = names
        self._from = course.standard
        language = course.languages[0] if course.languages else "en"
        self._bridges = Bridges(course.standard, target.standard, language)
        self._resources: list[Resource] = []
        self._ids = {a.identifier for a in course.organization.root.walk()}
        self._lost: dict[Text, None] = {}

    def run(self) -> tuple[Course, dict[str, Part], list[Text]]:
        """Return the course, the files to be added, and what is lost."""
        old = self._course.organization
        root = self._activity(old.root)
        organization = Organization(old.identifier, root)
        if len(self._course.organizations) > 1:
            self._lost[texts.ORGANIZATIONS] = None
        source = STANDARDS[self._from]
        self._lost[texts.BRIDGE.format(source=source, folder=FOLDER)] = None
        self._lost[texts.OF_2004 if self._from == "scorm2004" else texts.OF_12] = None
        standard = self._target.standard
        if standard == "aicc":
            self._lost.pop(texts.OF_12, None)
            self._lost[texts.OF_AICC] = None
        course = Course(
            standard=standard,
            edition=self._target.edition,
            title=self._course.title,
            identifier=self._course.identifier,
            languages=self._course.languages,
            organizations=(organization,),
            default_organization=organization.identifier,
            resources=self._all_resources(),
            metadata=tuple(converted_record(r, standard) for r in self._course.metadata),
            aicc=AiccCourse(creator=self._course.title) if standard == "aicc" else None,
        )
        return course, self._bridges.files, list(self._lost)

    def _activity(self, old: Activity) -> Activity:
        children = [self._activity(child) for child in old.children]
        leaf = old.href is not None
        if leaf and children:
            self._lost[texts.BOTH.format(title=old.title)] = None
            own = msgspec.structs.replace(old, children=(), identifier=self._free(old.identifier))
            children.insert(0, self._activity(own))
            leaf = False
        more = self._of_2004(old) if self._target.standard == "scorm2004" else self._of_1(old)
        new = Activity(
            identifier=old.identifier,
            title=old.title,
            kind=self._kind(old) if leaf else "cluster",
            children=tuple(children),
            visible=old.visible,
            launch_data=old.launch_data if leaf and self._from == "scorm12" else None,
            metadata=tuple(converted_record(r, self._target.standard) for r in old.metadata),
        )
        if not leaf:
            mode = ControlMode(flow=True) if self._target.standard == "scorm2004" else None
            sequencing = None if mode is None else Sequencing(control_mode=mode)
            return msgspec.structs.replace(new, sequencing=sequencing)
        return self._started(msgspec.structs.replace(new, **more), old)

    def _kind(self, old: Activity) -> Kind:
        return "au" if self._target.standard == "aicc" else old.kind

    def _free(self, identifier: str) -> str:
        """Return an identifier that no activity has."""
        name, number = f"{identifier}-content", 2
        while name in self._ids:
            name = f"{identifier}-content-{number}"
            number += 1
        self._ids.add(name)
        return name

    def _started(self, new: Activity, old: Activity) -> Activity:
        """Return an activity with a bridge where it needs one, and with a resource of its own."""
        scorm = self._target.scorm
        href = old.href or ""
        if old.kind != "asset" or not scorm:
            href = self._bridges.over(old)
        elif old.resource is not None:  # starts what it started
            return msgspec.structs.replace(
                new, href=href, resource=old.resource, parameters=old.parameters
            )
        if not scorm:
            return msgspec.structs.replace(new, href=href)
        identifier = f"{old.identifier}-bridge"
        depends = (old.resource,) if old.resource is not None else ()
        self._resources.append(Resource(identifier, "sco", href, (href,), depends))
        return msgspec.structs.replace(new, href=href, resource=identifier)

    def _all_resources(self) -> tuple[Resource, ...]:
        """Return the resources: those of the bridges, and the old ones as what they need."""
        if not self._target.scorm:
            return ()
        if any(resource.metadata for resource in self._course.resources):
            self._lost[texts.RECORDS] = None
        bridge = "cursus-bridge"
        pages = {href for resource in self._resources for href in resource.files}
        shared = tuple(sorted(set(self._bridges.files) - pages))
        old = [
            msgspec.structs.replace(resource, kind="asset", metadata=())
            for resource in self._course.resources
        ]
        mine = [
            msgspec.structs.replace(resource, dependencies=(bridge, *resource.dependencies))
            for resource in self._resources
        ]
        if mine:
            old.append(Resource(bridge, "asset", files=shared))
        return (*mine, *old)

    def _of_2004(self, old: Activity) -> dict[str, object]:
        """Return what SCORM 2004 says of a leaf of SCORM 1.2."""
        if old.prerequisites is not None:
            self._lost[texts.PREREQUISITES] = None
        seconds = parse_timespan(old.limits.max_time_allowed or "")
        time = None if seconds is None else format_interval(seconds)
        score = None if old.mastery_score is None else round(old.mastery_score / _TOP, 7)
        # Without an id: content of 1.2 counts objectives from 0, and one with an id would be there.
        primary = None if score is None else SequencingObjective(None, True, score)  # noqa: FBT003
        return {
            "limits": Limits(time, old.limits.time_limit_action),
            "scaled_passing_score": score,
            "sequencing": None if primary is None else Sequencing(primary_objective=primary),
        }

    def _of_1(self, old: Activity) -> dict[str, object]:
        """Return what SCORM 1.2 and AICC say of a leaf of either SCORM."""
        limits = old.limits
        time = limits.max_time_allowed
        if self._from == "scorm2004" and time is not None:
            seconds = parse_interval(time)
            time = None if seconds is None else format_timespan(seconds)
        score = old.mastery_score
        if score is None and old.scaled_passing_score is not None:
            score = max(0.0, round(old.scaled_passing_score * _TOP, 5))
        return {
            "limits": Limits(time, limits.time_limit_action),
            "mastery_score": score,
            "prerequisites": old.prerequisites,
        }
