"""Any course of SCORM, within bounds: what writers are given and readers have to give back.

Values are such as a manifest can say in the standard and edition: a course of the 3rd Edition has
no shared data. What follows from other parts (objective ids, the passing score) follows here too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from hypothesis import strategies as st
from msgspec.structs import replace

from packager.detect import SCHEMAVERSIONS, Version
from packager.hrefs import join_parameters, launch_url
from packager.model import (
    Activity,
    Course,
    DataMap,
    Edition,
    Limits,
    Organization,
    Resource,
)
from packager.sequencing import (
    ChildSet,
    Choice,
    Combination,
    ControlMode,
    Delivery,
    ObjectiveMap,
    Operator,
    Randomization,
    Requirement,
    RollupAction,
    RollupCondition,
    RollupConditionName,
    RollupConsiderations,
    RollupRule,
    RuleCondition,
    RuleConditionName,
    Sequencing,
    SequencingObjective,
    SequencingRule,
    Timing,
)

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from packager.model import Metadata
    from packager.sequencing import RuleAction

FILES = (
    "index.html",
    "урок/страница один.html",
    "50%.html",
    "a#b?c.html",
    "'it's' & more.html",
    "+~(x).html",
    "js/script.js",
)
ACTIONS = ["exit,message", "exit,no message", "continue,message", "continue,no message"]

names = st.from_regex(r"[A-Za-zА-Яа-я_][A-Za-zА-Яа-я0-9_.-]{0,12}", fullmatch=True)
lines = st.text("abcЖжё &<>\"'%#?!0", min_size=1, max_size=20).map(lambda s: " ".join(s.split()))
lines = lines.filter(bool)
texts = st.text("abЖ &<>\"'\n\t0", max_size=30).map(str.strip).filter(bool)
scripts = st.sampled_from(["A1", "A1&B", "~A", "3*{A,B,C}", "A=passed"])
booleans = st.booleans()


def measures(low: int, high: int) -> SearchStrategy[float]:
    """Numbers with up to four digits behind the point, as manifests write them."""
    return st.integers(low * 10_000, high * 10_000).map(lambda n: n / 10_000)


def maybe(strategy: SearchStrategy[Any]) -> SearchStrategy[Any]:
    return st.none() | strategy


def one_of(literal: Any) -> SearchStrategy[Any]:
    return st.sampled_from(get_args(literal))


conditions = st.builds(
    RuleCondition,
    condition=one_of(RuleConditionName),
    operator=one_of(Operator),
    referenced_objective=maybe(names),
    measure_threshold=maybe(measures(-1, 1)),
)


def rules(*actions: RuleAction) -> SearchStrategy[tuple[SequencingRule, ...]]:
    rule = st.builds(
        SequencingRule,
        action=st.sampled_from(actions),
        conditions=st.lists(conditions, min_size=1, max_size=2).map(tuple),
        combination=one_of(Combination),
    ) | st.builds(SequencingRule, action=st.sampled_from(actions))
    return st.lists(rule, max_size=2).map(tuple)


rollup_rules = st.builds(
    RollupRule,
    action=one_of(RollupAction),
    conditions=st.lists(
        st.builds(
            RollupCondition,
            condition=one_of(RollupConditionName).filter(lambda name: name != "never"),
            operator=one_of(Operator),
        ),
        min_size=1,
        max_size=2,
    ).map(tuple),
    combination=one_of(Combination),
    child_set=one_of(ChildSet),
    minimum_count=st.integers(0, 5),
    minimum_percent=measures(0, 1),
)


@st.composite
def maps(draw: st.DrawFn, *, fourth: bool) -> tuple[ObjectiveMap, ...]:
    """Maps of one objective: those that imsss says first, then those that only adlseq does."""
    found = []
    for target in draw(st.lists(names, max_size=2, unique=True)):
        base = {field: draw(booleans) for field in _IMSSS}
        more = {field: draw(booleans) for field in _ADLSEQ} if fourth else {}
        found.append(replace(ObjectiveMap(target), **base, **more))
    return tuple(sorted(found, key=lambda m: not _says(m, _IMSSS) and _says(m, _ADLSEQ)))


_FIELDS = ObjectiveMap.__struct_fields__[1:]
_IMSSS, _ADLSEQ = _FIELDS[:4], _FIELDS[4:]


def _says(mapped: ObjectiveMap, fields: tuple[str, ...]) -> bool:
    return any(getattr(mapped, field) for field in fields)


@st.composite
def objectives(draw: st.DrawFn, *, fourth: bool) -> tuple[SequencingObjective, ...]:
    """The primary objective and others, each with its own id; adlseq needs one."""
    found = []
    for place, name in enumerate(draw(st.lists(names, min_size=1, max_size=3, unique=True))):
        identifier = name if place else draw(maybe(st.just(name)))
        found.append(
            SequencingObjective(
                identifier,
                satisfied_by_measure=draw(booleans),
                min_normalized_measure=draw(measures(-1, 1)),
                maps=draw(maps(fourth=fourth and identifier is not None)),
            )
        )
    return tuple(found)


@st.composite
def sequencings(draw: st.DrawFn, edition: Edition) -> Sequencing:
    found = draw(st.just(()) | objectives(fourth=edition == "4th"))
    requirement = one_of(Requirement)
    return Sequencing(
        control_mode=draw(st.builds(ControlMode, *[booleans] * 6)),
        pre_conditions=draw(rules("skip", "disabled", "hiddenFromChoice", "stopForwardTraversal")),
        exit_conditions=draw(rules("exit")),
        post_conditions=draw(rules("exitParent", "exitAll", "retry", "continue", "previous")),
        rollup_rules=draw(st.lists(rollup_rules, max_size=2).map(tuple)),
        rollup_objective_satisfied=draw(booleans),
        rollup_progress_completion=draw(booleans),
        objective_measure_weight=draw(measures(0, 1)),
        rollup_considerations=draw(
            st.builds(
                RollupConsiderations, *[requirement] * 4, measure_satisfaction_if_active=booleans
            )
        ),
        primary_objective=found[0] if found else None,
        objectives=found[1:],
        randomization=draw(
            st.builds(
                Randomization,
                randomization_timing=one_of(Timing),
                select_count=maybe(st.integers(0, 9)),
                reorder_children=booleans,
                selection_timing=one_of(Timing),
            )
        ),
        delivery=draw(st.builds(Delivery, *[booleans] * 3)),
        choice=draw(st.builds(Choice, *[booleans] * 2)),
    )


@st.composite
def _of_2004(draw: st.DrawFn, edition: Edition) -> dict[str, Any]:
    """What SCORM 2004 says about an activity."""
    sequencing = draw(maybe(sequencings(edition)))
    limits = Limits(time_limit_action=draw(maybe(st.sampled_from(ACTIONS))))
    if sequencing is not None:
        limits = replace(
            limits,
            max_time_allowed=draw(maybe(st.sampled_from(["PT1H", "P1DT2H3M4.5S"]))),
            attempt_limit=draw(maybe(st.integers(0, 9))),
            begin_time=draw(maybe(st.just("2024-05-31T09:00:00"))),
        )
    primary = None if sequencing is None else sequencing.primary_objective
    every = () if sequencing is None else (primary, *sequencing.objectives)
    controls = ["previous", "continue", "exit", "abandon"]
    if edition != "2nd":
        controls += ["suspendAll", "exitAll", "abandonAll"]
    fourth = edition == "4th"
    stores = st.builds(DataMap, names, booleans, booleans)
    return {
        "sequencing": sequencing,
        "limits": limits,
        "scaled_passing_score": (
            primary.min_normalized_measure if primary and primary.satisfied_by_measure else None
        ),
        "objectives": tuple(o.identifier for o in every if o is not None and o.identifier),
        "hide_ui": tuple(draw(st.lists(st.sampled_from(controls), max_size=3, unique=True))),
        "completion_threshold": draw(maybe(measures(0, 1))),
        "progress_weight": draw(measures(0, 1)) if fourth else 1.0,
        "launch_data": draw(maybe(texts)),
        "data": (
            tuple(draw(st.lists(stores, max_size=2, unique_by=lambda m: m.target)))
            if fourth
            else ()
        ),
    }


_of_12 = st.fixed_dictionaries(
    {
        "limits": st.builds(
            Limits,
            maybe(st.sampled_from(["00:30:00", "9999:59:59.99"])),
            maybe(st.sampled_from(ACTIONS)),
        ),
        "prerequisites": maybe(scripts),
        "mastery_score": maybe(measures(0, 100)),
        "launch_data": maybe(texts),
    }
)


@st.composite
def records(draw: st.DrawFn, standard: str) -> tuple[Metadata, ...]:
    """LOM records as a reader gives them, in the binding of the standard."""
    if draw(st.integers(0, 3)):
        return ()
    tag, key = ("langstring", "@xml:lang") if standard == "scorm12" else ("string", "@language")
    said = st.builds(lambda language, text: {key: language, "#text": text}, _languages, lines)
    several = said | st.lists(said, min_size=2, max_size=2)
    general: dict[str, Any] = {"title": {tag: draw(several)}}
    if draw(booleans):
        general["language"] = draw(_languages)
    if draw(booleans):
        general["keyword"] = [{tag: draw(said)}, {tag: draw(said)}]
    record: dict[str, Any] = {"lom": {"general": general}}
    if draw(booleans):
        record["lom"]["educational"] = {"description": {tag: draw(said)}}
    return (record,)


_languages = st.sampled_from(["ru", "en", "en-US"])


@st.composite
def _trees(
    draw: st.DrawFn,
    version: Version,
    resources: tuple[Resource, ...],
    taken: set[str],
    depth: int,
) -> Activity:
    identifier = draw(names.filter(lambda name: name not in taken))
    taken.add(identifier)
    children: tuple[Activity, ...] = ()
    if depth == 0 or (depth < 2 and draw(booleans)):
        count = draw(st.integers(1, 3))
        children = tuple(draw(_trees(version, resources, taken, depth + 1)) for _ in range(count))
    startable = [resource for resource in resources if resource.href is not None]
    starts = depth > 0 and not children and startable
    of_standard = _of_12 if version.standard == "scorm12" else _of_2004(version.edition or "4th")
    activity = Activity(
        identifier=identifier,
        title=draw(lines),
        kind="cluster",
        children=children,
        visible=draw(booleans) if depth else True,
        metadata=draw(records(version.standard)),
        **draw(of_standard),
    )
    if not starts:
        return activity
    resource = draw(st.sampled_from(startable))
    assert resource.href is not None
    parameters = draw(maybe(st.sampled_from(["?a=1&b=ж", "b=2", "#place", "?"])))
    return replace(
        activity,
        kind=resource.kind,
        resource=resource.identifier,
        parameters=parameters,
        href=join_parameters(resource.href, parameters) or resource.href,
    )


@st.composite
def _resources(draw: st.DrawFn, standard: str, taken: set[str]) -> tuple[Resource, ...]:
    found: list[Resource] = []
    for _ in range(draw(st.integers(1, 3))):
        identifier = draw(names.filter(lambda name: name not in taken))
        taken.add(identifier)
        start = draw(maybe(st.sampled_from(FILES[:-1]))) if found else FILES[0]
        files = draw(st.lists(st.sampled_from(FILES), max_size=3, unique=True))
        if start is not None and start not in files:
            files.insert(0, start)
        tail = draw(st.sampled_from(["", "?content=x", "#top"]))
        before = st.lists(st.sampled_from([r.identifier for r in found] or [""]), max_size=1)
        found.append(
            Resource(
                identifier=identifier,
                kind=draw(st.sampled_from(["sco", "asset"])),
                href=None if start is None else launch_url(start, tail),
                files=tuple(files),
                dependencies=tuple(draw(before)) if found else (),
                metadata=draw(records(standard)),
            )
        )
    return tuple(found)


@st.composite
def courses(draw: st.DrawFn, version: Version) -> Course:
    """A course of SCORM whose files are among FILES."""
    taken: set[str] = set()
    resources = draw(_resources(version.standard, taken))
    organizations = []
    for _ in range(draw(st.integers(1, 2))):
        root = draw(_trees(version, resources, taken, 0))
        later = version.standard == "scorm2004"
        organizations.append(
            Organization(
                root.identifier,
                root,
                objectives_global=not later or draw(booleans),
                shared_data_global=version.edition != "4th" or draw(booleans),
                structure=draw(maybe(st.just("linear"))),
            )
        )
    played = draw(st.sampled_from(organizations))
    return Course(
        standard=version.standard,
        edition=version.edition,
        version_text=SCHEMAVERSIONS[version],
        title=played.root.title,
        identifier=draw(names.filter(lambda name: name not in taken)),
        organizations=tuple(organizations),
        default_organization=played.identifier,
        resources=resources,
        metadata=draw(records(version.standard)),
    )
