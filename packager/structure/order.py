"""Diagnosing the children of an element where they do not follow its content model.

Said by what an author can mend: names that are not known, an element too many or missing, and
only where none of these explains it that the order is wrong.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from packager.rules import structure as rules
from packager.structure.attributes import listed
from packager.structure.likeness import closest
from packager.structure.paths import local_name

if TYPE_CHECKING:
    from lxml.etree import _Element

    from packager.structure.content import Model, State
    from packager.structure.faults import Faults
    from packager.structure.schema import Schema


class Doctor:
    """Diagnoses one element."""

    def __init__(self, element: _Element, model: Model, schema: Schema, faults: Faults) -> None:
        self._element = element
        self._model = model
        self._schema = schema
        self._faults = faults
        self._parent = schema.name(str(element.tag))
        self._uri = str(element.tag).rpartition("}")[0]
        self._passed_over: set[_Element] = set()

    def diagnose(self) -> set[_Element]:
        """Say what is wrong with the children; return those that do not belong there."""
        children = list(self._element.iterchildren("{*}*", "*"))
        counts = Counter(str(child.tag) for child in children)
        unknown = [child for child in children if not self._knows(str(child.tag))]
        missing = [tag for tag in self._model.least if not counts[tag]]
        misplaced = self._too_many(children, counts)
        unknown += self._in_other_namespaces(children, missing)
        self._passed_over.update(unknown, misplaced)
        rest = [child for child in children if child not in self._passed_over]
        end = self._in_order(rest, missing)
        alternatives = [] if end is None or end.ends else list(end.moves)
        self._names(unknown, missing, alternatives)
        return self._passed_over

    def _knows(self, tag: str) -> bool:
        if tag in self._model.types:
            return True
        uri = tag.rpartition("}")[0]
        return self._model.other and uri not in {"", self._uri}

    def _too_many(self, children: list[_Element], counts: Counter[str]) -> list[_Element]:
        """Say which elements stand more than once that may not; return the further ones."""
        several = {tag for tag in self._model.single if counts[tag] > 1}
        if not several:
            return []
        further: list[_Element] = []
        seen: Counter[str] = Counter()
        for child in children:
            tag = str(child.tag)
            if tag in several:
                seen[tag] += 1
                if seen[tag] == 2:  # noqa: PLR2004 - the second is where the fault is
                    self._faults.add(
                        rules.TOO_MANY,
                        child,
                        parent=self._parent,
                        name=self._schema.name(tag),
                        count=counts[tag],
                    )
                if seen[tag] > 1:
                    further.append(child)
        return further

    def _in_other_namespaces(self, children: list[_Element], missing: list[str]) -> list[_Element]:
        """Return the children that have the name of a missing one and another namespace."""
        names = {local_name(tag) for tag in missing}
        return [
            child
            for child in children
            if self._knows(str(child.tag))
            and str(child.tag) not in self._model.types
            and local_name(str(child.tag)) in names
        ]

    def _in_order(self, children: list[_Element], missing: list[str]) -> State | None:
        """Say once that children are out of order; return where they end, None if they are not.

        Missing elements are taken to be there: they are told of by themselves.
        """
        state = self._model.start
        foreign: _Element | None = None  # the first of those before this
        for child in children:
            tag = str(child.tag)
            known = tag in self._model.types
            step = _step(state, tag if known else None, missing)
            if step is None:
                self._out_of_order(foreign if known and foreign is not None else child)
                return None
            state = step
            foreign = None if known else child if foreign is None else foreign
        return _step(state, "", missing) or state

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

    def _names(self, unknown: list[_Element], missing: list[str], alternatives: list[str]) -> None:
        """Say what is missing and what is not known; what was misspelt, only once."""
        if missing:
            alternatives = []
        wanted = {local_name(tag): tag for tag in [*missing, *alternatives]}
        alone = len(unknown) == 1 and (len(missing) == 1 or bool(alternatives))
        for child in unknown:
            tag = str(child.tag)
            meant = wanted.get(local_name(tag)) or wanted.get(
                closest(local_name(tag), wanted) or "", ""
            )
            if not meant and alone:
                meant = missing[0] if missing else ""
                alternatives = []
            if meant in missing:
                missing.remove(meant)
            if meant in alternatives:
                alternatives = []
            self._unknown(child, meant)
        for tag in missing:
            self._missing(self._schema.name(tag))
        if alternatives:
            self._missing(listed([self._schema.name(tag) for tag in alternatives]))

    def _missing(self, expected: str) -> None:
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
        if name == expected or local == local_name(meant):
            uri = tag.rpartition("}")[0][1:]
            name = f'{local} (xmlns="{uri}")'
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


def _step(state: State, tag: str | None, missing: list[str]) -> State | None:
    """Return the state after an element (None: of another namespace; "": the end).

    Elements that are missing may be stepped over.
    """
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
