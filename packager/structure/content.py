"""Content models ready to judge by: from each state, which element may come next.

The models of the standards are deterministic (XML Schema 1.0 requires it), so an element leads to
one state and a list of children is judged in one pass. States are made of the positions of the
content model's names, as Glushkov's construction has it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from packager.structure.notation import Group, Leaf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from packager.structure.notation import Content, Particle
    from packager.structure.schema import ElementType


@dataclass(slots=True, eq=False)
class State:
    """What may come next: an element by its tag, one of another namespace, or the end."""

    moves: dict[str, tuple[State, ElementType]] = field(default_factory=dict)
    other: State | None = None
    ends: bool = False


@dataclass(slots=True, eq=False)
class Model:
    """A content model: where it starts, and each of its elements by tag."""

    uri: str  # of its own namespace, in braces as tags begin
    start: State
    types: dict[str, ElementType]
    least: dict[str, int]  # of each element, whatever else is there
    single: frozenset[str]  # those that stand at most once
    other: bool  # whether elements of other namespaces stand somewhere in it
    any_order: bool

    def knows(self, tag: str) -> bool:
        """Whether an element may stand here, wherever: by its name or by its namespace."""
        if tag in self.types:
            return True
        return self.other and tag[0] == "{" and not tag.startswith(self.uri)


@dataclass(slots=True)
class _Part:
    """What a piece of the model begins and ends with, as positions, and whether it may be empty."""

    first: list[int]
    last: list[int]
    empty: bool


class _Builder:
    """Numbers the leaves of a model and finds what may follow what."""

    def __init__(self) -> None:
        self.leaves: list[Leaf] = []
        self.follow: list[list[int]] = []

    def sequence(self, particles: Iterable[Particle]) -> _Part:
        whole = _Part([], [], empty=True)
        for particle in particles:
            part = self._particle(particle)
            self._link(whole.last, part.first)
            if whole.empty:
                whole.first = whole.first + part.first
            whole.last = whole.last + part.last if part.empty else part.last
            whole.empty = whole.empty and part.empty
        return whole

    def _particle(self, particle: Particle) -> _Part:
        if isinstance(particle.part, Leaf):
            self.leaves.append(particle.part)
            self.follow.append([])
            place = len(self.leaves) - 1
            part = _Part([place], [place], empty=False)
        elif particle.part.kind == "sequence":
            part = self.sequence(particle.part.parts)
        else:
            part = self._choice(particle.part)
        if particle.many:
            self._link(part.last, part.first)
        return _Part(part.first, part.last, part.empty or particle.least == 0)

    def _choice(self, group: Group) -> _Part:
        branches = [self._particle(particle) for particle in group.parts]
        return _Part(
            [place for branch in branches for place in branch.first],
            [place for branch in branches for place in branch.last],
            any(branch.empty for branch in branches),
        )

    def _link(self, before: Iterable[int], after: Iterable[int]) -> None:
        for place in before:
            self.follow[place] += after


def build(content: Content, uri: str, type_of: Callable[[str], ElementType]) -> Model:
    """Return a content model of a namespace; `type_of` gives the type of a row."""
    builder = _Builder()
    whole = builder.sequence(content.particles)
    leaves = builder.leaves
    types = {f"{{{uri}}}{leaf.name}": type_of(leaf.row) for leaf in leaves if leaf.row}
    if content.any_order:
        start = State(ends=True)
        start.moves = {tag: (start, type_) for tag, type_ in types.items()}
    else:
        start = State(ends=whole.empty)
        states = [State(ends=place in whole.last) for place in range(len(leaves))]
        for state, places in [(start, whole.first), *zip(states, builder.follow, strict=True)]:
            for place in places:
                if leaves[place].row is None:
                    state.other = states[place]
                else:
                    tag = f"{{{uri}}}{leaves[place].name}"
                    state.moves[tag] = (states[place], types[tag])
    bounds = _bounds(content.particles)
    return Model(
        f"{{{uri}}}",
        start,
        types,
        {f"{{{uri}}}{name}": least for name, (least, _) in bounds.items() if name and least},
        frozenset(f"{{{uri}}}{name}" for name, (_, many) in bounds.items() if name and not many),
        None in bounds,
        content.any_order,
    )


def _bounds(particles: Iterable[Particle]) -> dict[str | None, tuple[int, bool]]:
    """Return how often each name stands at least, and whether it may stand more than once."""
    found: dict[str | None, tuple[int, bool]] = {}
    for particle in particles:
        if isinstance(particle.part, Leaf):
            inner: dict[str | None, tuple[int, bool]] = {particle.part.name: (1, False)}
        elif particle.part.kind == "sequence":
            inner = _bounds(particle.part.parts)
        else:
            inner = {
                name: (0, many)
                for branch in particle.part.parts
                for name, (_, many) in _bounds([branch]).items()
            }
        for name, (least, many) in inner.items():
            before, _ = found.get(name, (0, False))
            found[name] = (
                before + least * particle.least,
                many or particle.many or name in found,
            )
    return found
