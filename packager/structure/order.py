"""Diagnosing the children of an element where they do not follow its content model.

Said by what an author can mend: names that are not known, an element too many or missing, and
only where none of these explains it that the order is wrong.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from cursus.texts import Text
from packager.findings import FINDINGS_PER_RULE
from packager.rules import structure as rules
from packager.structure.attributes import listed
from packager.structure.likeness import closest
from packager.structure.paths import local_name

if TYPE_CHECKING:
    from lxml.etree import _Element

    from packager.structure.content import Model, State
    from packager.structure.faults import Faults
    from packager.structure.schema import ElementType, Schema


class Doctor:
    """Diagnoses one element."""

    def __init__(
        self, element: _Element, type_: ElementType, model: Model, schema: Schema, faults: Faults
    ) -> None:
        self._element = element
        self._strict = type_.wild == "strict"
        self._model = model
        self._schema = schema
        self._faults = faults
        self._parent = schema.name(str(element.tag))

    def diagnose(self) -> frozenset[str]:
        """Say what is wrong with the children.

        Return the tags, of other namespaces, of those that stand where one of the element's own is
        missing.
        """
        model = self._model
        counts = Counter(map(str, filter(_is_name, (child.tag for child in self._element))))
        missing = [tag for tag in model.least if not counts[tag]]
        names = {local_name(tag) for tag in missing}
        stand_ins = frozenset(
            tag
            for tag in counts
            if tag not in model.types and model.knows(tag) and local_name(tag) in names
        )
        strange = stand_ins.union(tag for tag in counts if not model.knows(tag))
        end = self._in_order(counts, strange, missing)
        alternatives: list[str] = []
        if end is not None and not end.ends:
            alternatives = [tag for tag, (state, _) in end.moves.items() if state.ends]
        self._say_names(counts, strange, missing, alternatives)
        return stand_ins

    def _in_order(
        self, counts: Counter[str], strange: frozenset[str], missing: list[str]
    ) -> State | None:
        """Say what stands too often, and once that the children are out of order.

        Return the state that they end in, None where they are out of order. Strange ones do not
        count, and missing ones are taken to be there: they are told of by themselves.
        """
        several = {tag for tag in self._model.single if counts[tag] > 1}
        seen: set[str] = set()
        told: set[str] = set()
        state: State | None = self._model.start
        foreign: _Element | None = None  # the first of those before this
        for child in self._element:
            tag = str(child.tag)
            if tag in strange or tag not in counts or self._told_elsewhere(tag):
                continue
            if tag in several:
                if tag in seen:
                    if tag not in told:
                        told.add(tag)
                        self._too_many(child, tag, counts[tag])
                    continue
                seen.add(tag)
            if state is None:
                continue
            known = tag in self._model.types
            step = _step(state, tag if known else None, missing)
            if step is None:
                self._out_of_order(foreign if known and foreign is not None else child)
            state = step
            foreign = None if known else child if foreign is None else foreign
        return state and (_step(state, "", missing) or state)

    def _told_elsewhere(self, tag: str) -> bool:
        """Whether the walk says that nothing knows an element, so that its place is no matter."""
        return self._strict and tag not in self._model.types and tag not in self._schema.elements

    def _too_many(self, child: _Element, tag: str, count: int) -> None:
        self._faults.add(
            rules.TOO_MANY,
            child,
            parent=self._parent,
            name=self._schema.name(tag),
            count=count,
        )

    def _out_of_order(self, child: _Element) -> None:
        names = [self._schema.name(tag) for tag in self._model.types]
        if self._model.other:
            names.append("…")
        self._faults.add(
            rules.OUT_OF_ORDER,
            child,
            parent=self._parent,
            name=self._schema.name(str(child.tag)),
            expected=", ".join(names),
        )

    def _say_names(
        self,
        counts: Counter[str],
        strange: frozenset[str],
        missing: list[str],
        alternatives: list[str],
    ) -> None:
        """Say what is missing and what is not known; what was misspelt, only once."""
        if missing:
            alternatives = []
        wanted = {local_name(tag): tag for tag in [*missing, *alternatives]}
        count = sum(counts[tag] for tag in strange)
        alone = count == 1 and (len(missing) == 1 or bool(alternatives))
        found = (child for child in self._element if child.tag in strange) if strange else ()
        for child in islice(found, FINDINGS_PER_RULE):
            local = local_name(str(child.tag))
            meant = wanted.get(local) or wanted.get(closest(local, wanted) or "", "")
            if not meant and alone:
                meant = missing[0] if missing else ""
                alternatives = []
            if meant in missing:
                missing.remove(meant)
            if meant in alternatives:
                alternatives = []
            self._unknown(child, meant)
        self._faults.count(rules.UNEXPECTED_ELEMENT, max(0, count - FINDINGS_PER_RULE))
        for tag in missing:
            self._missing(self._schema.name(tag))
        if alternatives:
            names = [self._schema.name(tag) for tag in alternatives]
            self._missing(Text(" or ".join(names), " или ".join(names)))

    def _missing(self, expected: str | Text) -> None:
        self._faults.add(
            rules.MISSING_ELEMENT, self._element, parent=self._parent, expected=expected
        )

    def _unknown(self, child: _Element, meant: str) -> None:
        """Say that a child's name does not belong here, and which is meant by it if one is."""
        rule = rules.MISNAMED_ELEMENT if meant else rules.UNEXPECTED_ELEMENT
        if not self._faults.has_room(rules.UNEXPECTED_ELEMENT):
            self._faults.count(rule)
            return
        tag = str(child.tag)
        local = local_name(tag)
        by_name = {local_name(other): other for other in self._model.types}
        meant = meant or by_name.get(local) or by_name.get(closest(local, by_name) or "", "")
        if meant:
            rule = rules.MISNAMED_ELEMENT
            expected = self._schema.name(meant)
        else:
            names = [self._schema.name(other) for other in self._model.types]
            expected = listed([*names, "…"] if self._model.other else names)
        name = self._schema.name(tag)
        if name == expected:
            name = f'{name} (xmlns="")'
        self._faults.add(rule, child, parent=self._parent, name=name, expected=expected)


def say_unknown(faults: Faults, schema: Schema, child: _Element, uri: str) -> None:
    """Say that a namespace of the standard has no element of a child's name."""
    rule = rules.UNEXPECTED_ELEMENT
    if not faults.has_room(rule):
        faults.count(rule)
        return
    tag = str(child.tag)
    above = child.getparent()
    known = [name for name in schema.elements if name[1:].partition("}")[0] == uri]
    by_name = {local_name(name): name for name in known}
    meant = closest(local_name(tag), by_name)
    faults.add(
        rules.MISNAMED_ELEMENT if meant else rule,
        child,
        name=schema.name(tag),
        parent=schema.name(str(above.tag)) if above is not None else "",
        expected=listed([schema.name(name) for name in ([by_name[meant]] if meant else known)]),
    )


def _is_name(tag: object) -> bool:
    """Whether a tag is that of an element, not of a comment."""
    return isinstance(tag, str)


def _step(state: State, tag: str | None, missing: list[str]) -> State | None:
    """Return the state after an element (None: of another namespace; "": the end).

    Elements that are missing may be stepped over.
    """
    if tag and (move := state.moves.get(tag)) is not None:
        return move[0]
    reached = [state]
    for at in reached:
        if tag is None:
            if at.other is not None:
                return at.other
        elif tag == "":
            if at.ends:
                return at
        elif tag in at.moves:
            return at.moves[tag][0]
        reached += [
            at.moves[over][0]
            for over in missing
            if over in at.moves and at.moves[over][0] not in reached
        ]
    return None
