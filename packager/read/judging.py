"""Judging across references: prerequisites of SCORM 1.2, sequencing rules and maps of 2004.

What breaks the standard is a warning; what is allowed but does nothing, where its author surely
meant something, is a note. Pure.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from packager.model import Limits
from packager.prerequisites import Fault, Scripts
from packager.read.imsss import ADLSEQ_OBJECTIVES
from packager.read.imsss_objectives import ADLSEQ_MAPS, IMSSS_MAPS
from packager.read.values import say
from packager.rules import items as item_rules
from packager.rules import sequencing as rules
from packager.sequencing import ControlMode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from packager.findings import Finding
    from packager.model import Edition
    from packager.read.imsmanifest import ManifestItem
    from packager.read.imsss import ReadSequencing
    from packager.sequencing import RollupRule

# ADL's own packages leave what adlseq:mapInfo reads at its default, true, in several maps.
_READS = {field: name for field, name in IMSSS_MAPS.items() if field.startswith("read_")}
_WRITES = {
    field: name for field, name in (IMSSS_MAPS | ADLSEQ_MAPS).items() if field.startswith("write_")
}
_OPTIONAL_LIMITS = {
    "attempt_experienced_duration": "attemptExperiencedDurationLimit",
    "activity_absolute_duration": "activityAbsoluteDurationLimit",
    "activity_experienced_duration": "activityExperiencedDurationLimit",
    "begin_time": "beginTimeLimit",
    "end_time": "endTimeLimit",
}
_OF_LEAVES = {
    "presentation": "adlnav:presentation",
    "data": "adlcp:data",
    "datafromlms": "adlcp:dataFromLMS",
    "timelimitaction": "adlcp:timeLimitAction",
}


@dataclass(frozen=True, slots=True)
class Node:
    """An activity as the judgement needs it."""

    item: ManifestItem
    name: str
    read: ReadSequencing | None
    children: tuple[Node, ...]

    @property
    def control(self) -> ControlMode:
        """Its control modes, those of the standard where it says none."""
        return ControlMode() if self.read is None else self.read.sequencing.control_mode

    def exits_parent(self) -> bool:
        """Whether a post-condition rule of it ends the activity above."""
        posts = () if self.read is None else self.read.rules.post
        return any(placed.value.action == "exitParent" for placed in posts)


def judge(roots: Iterable[Node], edition: Edition | None) -> Iterator[Finding]:
    """Yield what is to be said about trees of activities of SCORM 2004.

    Of a fault of the sequencing collection only the first activity that it strikes is told.
    """
    told = set()
    for finding in _all(roots, edition):
        place = (finding.rule, finding.element)
        if place not in told:
            told.add(place)
            yield finding


def judge_12(roots: Iterable[Node]) -> Iterator[Finding]:
    """Yield what is to be said about the prerequisites of trees of activities of SCORM 1.2."""
    scripts = Scripts()
    for root in roots:
        nodes = list(_below(root))
        names = {node.name for node in nodes} | {node.item.identifier for node in nodes}
        for node in nodes:
            text = node.item.text("prerequisites")
            if text is None:
                continue
            part = node.item.inner["prerequisites"]
            script = scripts.parse(text)
            if isinstance(script, Fault):
                said = {"position": script.position + 1, "what": script.text}
                yield say(item_rules.PREREQUISITES_SYNTAX, part, None, item=node.name, **said)
                continue
            unknown = [name for name in script.names() if name not in names]
            if unknown:
                rule = item_rules.PREREQUISITES_UNKNOWN
                yield say(rule, part, item=node.name, names=", ".join(unknown))


def _below(root: Node) -> Iterator[Node]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed(node.children)


def _all(roots: Iterable[Node], edition: Edition | None) -> Iterator[Finding]:
    waiting: list[tuple[Node, Node | None]] = [(root, None) for root in reversed(list(roots))]
    while waiting:
        node, above = waiting.pop()
        waiting += [(child, node) for child in reversed(node.children)]
        if above is None and node.children and not _reachable(node):
            yield say(rules.COURSE_UNREACHABLE, node.item.part, item=node.name)
        elif node.children:
            yield from _of_a_cluster(node)
        if node.read is None:
            continue
        yield from _objectives(node, node.read)
        yield from _reading_maps(node.read)
        yield from _writing_maps(node, node.read)
        yield from _rollup(node, node.read)
        yield from _selection(node, node.read)
        yield from _post_conditions(node, node.read, above)
        yield from _limits(node, node.read)
        extended = node.read.parts.get(ADLSEQ_OBJECTIVES)
        if extended is not None and edition in ("2nd", "3rd"):
            said = {"name": ADLSEQ_OBJECTIVES, "edition": edition}
            yield say(rules.FOURTH_EDITION, extended, None, **said)


def _reachable(root: Node) -> bool:
    """Whether a learner can come to any page: by choice, or by flow from the one above it."""
    return any(
        (node.control.choice or node.control.flow)
        and any(not child.children for child in node.children)
        for node in _below(root)
    )


def _of_a_cluster(node: Node) -> Iterator[Finding]:
    """Yield what is wrong with an activity that holds others."""
    control = node.control
    leaf = next((child for child in node.children if not child.children), None)
    if leaf is not None and not control.choice and not control.flow and node.read is not None:
        part = node.read.parts["controlMode"]
        yield say(rules.UNREACHABLE, part, item=node.name, child=leaf.name)
    for name, what in _OF_LEAVES.items():
        if name in node.item.inner:
            part = node.item.inner[name]
            yield say(rules.NO_EFFECT, part, name=what, item=node.name, why=rules.CLUSTER)


def _objectives(node: Node, read: ReadSequencing) -> Iterator[Finding]:
    """Yield what is wrong with objectives by themselves and with rules that ask about them."""
    known = {placed.value.identifier for placed in read.objectives}
    for condition, part in read.rules.conditions:
        name = condition.referenced_objective
        if name is not None and name not in known:
            yield say(
                rules.OBJECTIVE_UNKNOWN, part, "referencedObjective", item=node.name, name=name
            )
    if not read.sequencing.delivery.tracked:
        asking = [part for c, part in read.rules.conditions if c.condition != "always"]
        if asking and len(asking) == len(read.rules.conditions):
            part = read.parts["sequencingRules"]
            said = {"name": part.name, "item": node.name, "why": rules.UNTRACKED}
            yield say(rules.NO_EFFECT, part, None, **said)
    for objective, part in read.objectives:
        if objective.identifier is None and objective.maps:
            yield say(rules.OBJECTIVE_NAMELESS, part, item=node.name)
        measure = next(part.named("minNormalizedMeasure"), None)
        if measure is not None and not objective.satisfied_by_measure:
            why = rules.NOT_MEASURED
            said = {"name": measure.name, "item": node.name, "why": why}
            yield say(rules.NO_EFFECT, measure, None, **said)


def _reading_maps(read: ReadSequencing) -> Iterator[Finding]:
    """Yield the objectives that read one kind of value from several global objectives."""
    for objective, part in read.objectives:
        if len(objective.maps) < 2:  # noqa: PLR2004 - several
            continue
        for field, what in _READS.items():
            targets = {mapped.target for mapped in objective.maps if getattr(mapped, field)}
            if len(targets) > 1:
                yield say(
                    rules.MAP_READS,
                    part,
                    objective=objective.identifier or "",
                    what=what,
                    targets=", ".join(sorted(targets)),
                )
                break  # they are the defaults: one fault makes all of them


def _writing_maps(node: Node, read: ReadSequencing) -> Iterator[Finding]:
    """Yield the global objectives that several objectives of one activity write to."""
    writers: Counter[tuple[str, str]] = Counter()
    for objective, part in read.objectives:
        written = {
            (what, mapped.target)
            for mapped in objective.maps
            for field, what in _WRITES.items()
            if getattr(mapped, field)
        }
        writers.update(written)
        for what, target in sorted(written):
            if writers[what, target] == 2:  # noqa: PLR2004 - told once, at the second
                yield say(rules.MAP_WRITES, part, item=node.name, target=target, what=what)
                break


def _rollup(node: Node, read: ReadSequencing) -> Iterator[Finding]:
    """Yield what is wrong with rollup rules beside the activities below."""
    for rule, part in read.rollup.rules:
        if not node.children:
            said = {"name": "rollupRule", "item": node.name, "why": rules.LEAF}
            yield say(rules.NO_EFFECT, part, None, **said)
            continue
        for set_, name, value in _minimums(rule):
            if rule.child_set == set_ and not value:
                yield say(rules.MINIMUM_ABSENT, part, item=node.name, set=set_, name=name)
            elif rule.child_set != set_ and value:
                why = rules.NOT_COUNTED.format(set=rule.child_set)
                yield say(rules.NO_EFFECT, part, name, name=name, item=node.name, why=why)
        if rule.child_set == "atLeastCount" and rule.minimum_count > len(node.children):
            said = {"count": rule.minimum_count, "children": len(node.children)}
            yield say(rules.MINIMUM_HIGH, part, "minimumCount", item=node.name, **said)


def _minimums(rule: RollupRule) -> tuple[tuple[str, str, float], ...]:
    return (
        ("atLeastCount", "minimumCount", rule.minimum_count),
        ("atLeastPercent", "minimumPercent", rule.minimum_percent),
    )


def _selection(node: Node, read: ReadSequencing) -> Iterator[Finding]:
    """Yield what is wrong with selection and order of the activities below."""
    part = read.parts.get("randomizationControls")
    controls = read.sequencing.randomization
    if part is None:
        return
    if not node.children:
        if controls.select_count is not None or controls.reorder_children:
            said = {"name": part.name, "item": node.name, "why": rules.LEAF}
            yield say(rules.NO_EFFECT, part, None, **said)
        return
    if controls.select_count is not None and controls.select_count > len(node.children):
        said = {"count": controls.select_count, "children": len(node.children)}
        yield say(rules.SELECT_COUNT, part, "selectCount", item=node.name, **said)
    for name, set_, timing, value in (
        (
            "selectCount",
            controls.select_count is not None,
            "selectionTiming",
            controls.selection_timing,
        ),
        (
            "reorderChildren",
            controls.reorder_children,
            "randomizationTiming",
            controls.randomization_timing,
        ),
    ):
        if set_ and value == "never":
            why = rules.NEVER.format(timing=timing)
            yield say(rules.NO_EFFECT, part, name, name=name, item=node.name, why=why)


def _post_conditions(node: Node, read: ReadSequencing, above: Node | None) -> Iterator[Finding]:
    """Yield the post-condition rules that are never asked or can do nothing.

    They are asked of what a learner leaves, a page; of a cluster when an exit rule of its own ends
    it or a page directly below ends it by exitParent (SN TB.2.3).
    """
    posts = read.rules.post
    if not posts:
        return
    asked = not node.children or read.rules.exit or any(c.exits_parent() for c in node.children)
    if not asked:
        said = {"name": "postConditionRule", "item": node.name, "why": rules.NEVER_EXITED}
        yield say(rules.NO_EFFECT, posts[0].part, None, **said)
        return
    for rule, part in posts:
        why = None
        if above is None and rule.action in ("exitParent", "continue", "previous"):
            why = rules.NO_PARENT
        elif above is not None and rule.action in ("continue", "previous"):
            why = None if above.control.flow else rules.NO_FLOW
        if why is not None:
            yield say(rules.NO_EFFECT, part, name=rule.action, item=node.name, why=why)


def _limits(node: Node, read: ReadSequencing) -> Iterator[Finding]:
    """Yield what is to be said of limit conditions and of what SCORM leaves out."""
    auxiliary = read.parts.get("auxiliaryResources")
    if auxiliary is not None:
        yield say(rules.OPTIONAL, auxiliary, name=auxiliary.name)
    part = read.parts.get("limitConditions")
    if part is None or read.limits == Limits():
        return
    if read.limits.attempt_limit == 0:
        yield say(rules.ATTEMPT_LIMIT_ZERO, part, "attemptLimit", item=node.name)
    for field, name in _OPTIONAL_LIMITS.items():
        if getattr(read.limits, field) is not None:
            yield say(rules.OPTIONAL, part, name, name=name)
