"""Paths of elements, many at once: `Finding.element` counts namesakes among siblings."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element


def paths(elements: Iterable[_Element]) -> dict[_Element, str]:
    """Return the path of each element.

    The children of an element are counted once, however many of them are asked for: paths into a
    list of a hundred thousand take no longer than the list.
    """
    wanted: dict[_Element, set[_Element]] = {}  # by parent
    roots: set[_Element] = set()
    for element in elements:
        above = element.getparent()
        while above is not None and element not in wanted.get(above, ()):
            wanted.setdefault(above, set()).add(element)
            element, above = above, above.getparent()  # noqa: PLW2901 - climbs
        if above is None:
            roots.add(element)
    found = {root: f"/{local_name(str(root.tag))}" for root in roots}
    pending = list(roots)
    while pending:
        parent = pending.pop()
        missing = wanted.get(parent, set())
        counts: dict[str, int] = {}
        for child in parent.iterchildren("{*}*") if missing else ():
            name = local_name(str(child.tag))
            counts[name] = counts.get(name, 0) + 1
            if child in missing:
                found[child] = f"{found[parent]}/{name}[{counts[name]}]"
                pending.append(child)
                missing.discard(child)
                if not missing:
                    break
    return found


def local_name(tag: str) -> str:
    """Return a tag or attribute without its namespace."""
    return tag.rpartition("}")[2]
