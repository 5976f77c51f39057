"""Elements of a descriptor with their paths, by which findings name their places. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element


class Part(NamedTuple):
    """An element and its path from the root, as `Finding.element` has it."""

    element: _Element
    path: str

    @property
    def name(self) -> str:
        """The element's name without its namespace."""
        return str(self.element.tag).rpartition("}")[2]

    @property
    def namespace(self) -> str:
        """The element's namespace, empty where it has none."""
        return str(self.element.tag).rpartition("}")[0].removeprefix("{")

    @property
    def line(self) -> int | None:
        """The line that the element begins on."""
        line: object = self.element.sourceline
        return line if isinstance(line, int) else None

    @property
    def text(self) -> str:
        """All text of the element, without white space around it."""
        return "".join(map(str, self.element.itertext())).strip()

    @property
    def attributes(self) -> dict[str, str]:
        """The attributes of no namespace, without white space around their values."""
        found = ((str(name), str(value)) for name, value in self.element.attrib.items())
        return {name: value.strip() for name, value in found if not name.startswith("{")}

    def below(self) -> Iterator[Part]:
        """Yield the children with their paths."""
        counts: dict[str, int] = {}
        for element in self.element.iterchildren("{*}*"):
            name = str(element.tag).rpartition("}")[2]
            counts[name] = counts.get(name, 0) + 1
            yield Part(element, f"{self.path}/{name}[{counts[name]}]")

    def named(self, *names: str, namespace: str | None = None) -> Iterator[Part]:
        """Yield the children of these names, in the namespace unless any will do."""
        counts = dict.fromkeys(names, 0)
        for element in self.element.iterchildren("{*}*"):
            space, _, name = str(element.tag).rpartition("}")
            if name in counts:
                counts[name] += 1  # paths count namesakes whatever their namespace
                if namespace is None or space[1:] == namespace:
                    yield Part(element, f"{self.path}/{name}[{counts[name]}]")


def root_part(root: _Element) -> Part:
    """Return the root of a tree."""
    return Part(root, f"/{Part(root, '').name}")


def part_of(element: _Element) -> Part:
    """Return an element with its path; it takes time by the number of its siblings."""
    above = element.getparent()
    if above is None:
        return root_part(element)
    name = Part(element, "").name
    before = element.itersiblings("{*}*", preceding=True)
    place = 1 + sum(Part(sibling, "").name == name for sibling in before)
    return Part(element, f"{part_of(above).path}/{name}[{place}]")
