"""From what an author says (course.toml) to the course model of a standard. Pure.

What the keys become:
- `order = "linear"`: in SCORM 2004 a part that is not completed stops whoever wants to go past it;
  in SCORM 1.2 and AICC each part has the one before it as its prerequisite.
- `prerequisites`: aicc_script in SCORM 1.2 and AICC; in SCORM 2004 a part is disabled until the
  global objectives are satisfied that the parts it waits for write.
- `mastery_score`: of 100 in SCORM 1.2 and AICC; the measure that satisfies the primary objective in
  SCORM 2004; masteryScore in cmi5, where the unit then moves on when passed.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, Literal

from cursus.durations import format_interval, format_timespan, parse_timespan
from packager.hrefs import join_parameters
from packager.model import (
    Activity,
    AiccCourse,
    Course,
    Limits,
    Organization,
    Resource,
)
from packager.sequencing import (
    ControlMode,
    ObjectiveMap,
    RuleCondition,
    Sequencing,
    SequencingObjective,
    SequencingRule,
)
from packager.write.resources import SHARED, owned_files

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from packager.model import Edition, Kind, Metadata, MoveOn, Standard
    from packager.write.course_file import CourseFile, Order

_TOP: Final = 100


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of a course to be built, its addresses settled."""

    identifier: str
    title: str
    href: str | None = None  # ready for the content prefix, or absolute
    parameters: str | None = None
    own: tuple[str, ...] = ()  # names of files that are its alone
    kind: Literal["sco", "asset"] = "sco"
    visible: bool = True
    mastery_score: float | None = None
    time_limit: str | None = None  # hours, minutes, seconds
    time_limit_action: str | None = None
    launch_data: str | None = None
    prerequisites: tuple[str, ...] = ()
    units: tuple[Unit, ...] = ()

    def walk(self) -> Iterator[Unit]:
        """Yield this unit and all below it."""
        yield self
        for unit in self.units:
            yield from unit.walk()


@dataclass(frozen=True, slots=True)
class Plan:
    """A course to be built, before a standard is chosen for it."""

    title: str
    identifier: str
    languages: tuple[str, ...]
    description: str | None
    order: Order
    creator: str | None
    units: tuple[Unit, ...]

    def leaves(self) -> list[Unit]:
        """Return what can be started, in order."""
        return [unit for top in self.units for unit in top.walk() if unit.href is not None]


def plan_of(spec: CourseFile, title: str, identifier: str, units: tuple[Unit, ...]) -> Plan:
    """Return the plan of a course file whose items are settled."""
    tags = [spec.language, *spec.languages] if spec.language else spec.languages
    return Plan(
        title=title,
        identifier=identifier,
        languages=tuple(dict.fromkeys(tags)),
        description=spec.description,
        order=spec.order,
        creator=spec.aicc.creator,
        units=units,
    )


def course_of(
    plan: Plan, standard: Standard, edition: Edition | None, files: Collection[str]
) -> Course:
    """Return the course in a standard; `files` are the names of all files of the package."""
    leaves = plan.leaves()
    builder = _Builder(plan, standard)
    root = Activity(
        identifier=f"{plan.identifier}-organization",
        title=plan.title,
        kind="cluster",
        children=tuple(builder.activity(unit) for unit in plan.units),
        sequencing=builder.of_cluster(),
        titles=builder.languages(plan.title),
        descriptions=builder.languages(plan.description),
    )
    scorm = standard in ("scorm12", "scorm2004")
    return Course(
        standard=standard,
        edition=edition,
        title=plan.title,
        identifier=plan.identifier,
        languages=plan.languages,
        organizations=(Organization(root.identifier, root),),
        default_organization=root.identifier,
        resources=_resources(leaves, files) if scorm else (),
        metadata=_metadata(plan, standard) if scorm else (),
        aicc=AiccCourse(creator=plan.creator or plan.title) if standard == "aicc" else None,
    )


class _Builder:
    def __init__(self, plan: Plan, standard: Standard) -> None:
        self._plan = plan
        self._standard = standard
        leaves = plan.leaves()
        self._linear = plan.order == "linear"
        self._waited_for = {name for unit in leaves for name in unit.prerequisites}
        self._before: Mapping[str, Unit] = {
            unit.identifier: before for before, unit in pairwise(leaves)
        }

    def languages(self, text: str | None) -> dict[str, str]:
        """Return a text as AICC, cmi5 have it: by its language."""
        if text is None or self._standard in ("scorm12", "scorm2004"):
            return {}
        return {self._plan.languages[0] if self._plan.languages else "und": text}

    def activity(self, unit: Unit) -> Activity:
        """Return a unit as an activity, with all below it."""
        leaf = unit.href is not None
        more: dict[str, Any] = {}
        if self._standard == "scorm2004":
            sequencing = self._of_leaf(unit) if leaf else self.of_cluster()
            more["sequencing"] = sequencing
            if unit.mastery_score is not None:
                more["scaled_passing_score"] = unit.mastery_score / _TOP
        else:
            more["prerequisites"] = self._script(unit)
        if self._standard in ("scorm12", "aicc"):
            more["mastery_score"] = unit.mastery_score
        if self._standard == "cmi5" and leaf:
            passes = unit.mastery_score is not None
            move_on: MoveOn = "Passed" if passes else "CompletedOrPassed"
            more["move_on"] = move_on
            more["scaled_passing_score"] = None if not passes else (unit.mastery_score or 0) / _TOP
        return Activity(
            identifier=unit.identifier,
            title=unit.title,
            kind=self._kind(unit),
            href=None if unit.href is None else join_parameters(unit.href, unit.parameters),
            parameters=unit.parameters,
            resource=resource_of(unit) if leaf and self._standard.startswith("scorm") else None,
            children=tuple(self.activity(below) for below in unit.units),
            visible=unit.visible,
            launch_data=unit.launch_data,
            limits=self._limits(unit),
            titles=self.languages(unit.title),
            **more,
        )

    def _kind(self, unit: Unit) -> Kind:
        if unit.href is None:
            return "cluster"
        return unit.kind if self._standard.startswith("scorm") else "au"

    def _limits(self, unit: Unit) -> Limits:
        if unit.time_limit is None:
            return Limits(time_limit_action=unit.time_limit_action)
        seconds = parse_timespan(unit.time_limit.zfill(8)) or 0
        of_2004 = self._standard == "scorm2004"
        text = format_interval(seconds) if of_2004 else format_timespan(seconds).partition(".")[0]
        return Limits(text, unit.time_limit_action)

    def _script(self, unit: Unit) -> str | None:
        """Return what has to be done before a unit, as aicc_script."""
        names = list(unit.prerequisites)
        before = self._before.get(unit.identifier)
        if self._linear and before is not None:
            names.append(before.identifier)
        return "&".join(dict.fromkeys(names)) or None

    def of_cluster(self) -> Sequencing | None:
        """Return the sequencing of a chapter, or of the course: forward and by choice."""
        if self._standard != "scorm2004":
            return None
        return Sequencing(control_mode=ControlMode(flow=True))

    def _of_leaf(self, unit: Unit) -> Sequencing | None:
        rules: list[SequencingRule] = []
        if self._linear:
            stop = RuleCondition("completed", "not")
            unknown = RuleCondition("activityProgressKnown", "not")
            rules.append(SequencingRule("stopForwardTraversal", (stop, unknown), "any"))
        objectives = []
        closed: list[RuleCondition] = []
        for name in unit.prerequisites:
            reference = f"waits-for-{name}"
            seen = ObjectiveMap(self._target(name), read_satisfied_status=True)
            objectives.append(SequencingObjective(reference, maps=(seen,)))
            # What is unknown is not "not satisfied": it has to be asked for by itself.
            closed.append(RuleCondition("objectiveStatusKnown", "not", reference))
            closed.append(RuleCondition("satisfied", "not", reference))
        if closed:
            rules.append(SequencingRule("disabled", tuple(closed), "any"))
        primary = self._primary(unit, needed=bool(objectives))
        if not rules and primary is None:
            return None
        return Sequencing(
            pre_conditions=tuple(rules), primary_objective=primary, objectives=tuple(objectives)
        )

    def _primary(self, unit: Unit, *, needed: bool) -> SequencingObjective | None:
        waited = unit.identifier in self._waited_for
        told = ObjectiveMap(self._target(unit.identifier), write_satisfied_status=True)
        if unit.mastery_score is None and not waited:
            return SequencingObjective() if needed else None
        return SequencingObjective(
            "primary",
            satisfied_by_measure=unit.mastery_score is not None,
            min_normalized_measure=1.0 if unit.mastery_score is None else unit.mastery_score / _TOP,
            maps=(told,) if waited else (),
        )

    def _target(self, identifier: str) -> str:
        """Return the global objective that says whether a unit is satisfied."""
        return f"{self._plan.identifier}.{identifier}"


def resource_of(unit: Unit) -> str:
    """Return the identifier of a unit's resource."""
    return f"{unit.identifier}-resource"


def _resources(leaves: list[Unit], files: Collection[str]) -> tuple[Resource, ...]:
    owned = owned_files([(unit.href or "", unit.own) for unit in leaves], files)
    shared = tuple(sorted(set(files).difference(*owned)))
    if len(leaves) == 1:
        owned, shared = [tuple(sorted(files))], ()
    resources = [
        Resource(
            identifier=resource_of(unit),
            kind=unit.kind,
            href=unit.href,
            files=names,
            dependencies=(SHARED,) if shared else (),
        )
        for unit, names in zip(leaves, owned, strict=True)
    ]
    if shared:
        resources.append(Resource(SHARED, "asset", files=shared))
    return tuple(resources)


def _metadata(plan: Plan, standard: Standard) -> tuple[Metadata, ...]:
    """Return a record of what the author said of the course, None where that is only a title."""
    if not plan.description and not plan.languages:
        return ()
    language = plan.languages[0] if plan.languages else None

    def text(value: str) -> dict[str, Any]:
        tag, key = ("langstring", "@xml:lang") if standard == "scorm12" else ("string", "@language")
        said = {key: language or ("x-none" if standard == "scorm12" else "und"), "#text": value}
        return {tag: said}

    general: dict[str, Any] = {"title": text(plan.title)}
    if plan.languages:
        tags = plan.languages
        general["language"] = tags[0] if len(tags) == 1 else list(tags)
    if plan.description:
        general["description"] = text(plan.description)
    return ({"lom": {"general": general}},)
