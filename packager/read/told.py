"""One fault is told once: what the tables of the structure say where a reader said more. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.rules import identification, items, manifest, sequencing, structure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from packager.findings import Finding

#: What a reader says by these holds for all that stands in the element.
_WHOLE = frozenset(
    rule.id
    for rule in (
        identification.SUB_MANIFEST,
        items.OF_12,
        items.MASTERY_2004,
        sequencing.SEQUENCING_12,
        sequencing.FOURTH_EDITION,
        sequencing.THRESHOLD_TEXT,
    )
)


def not_told(found: Iterable[Finding], told: Iterable[Finding]) -> Iterator[Finding]:
    """Yield what was found about the structure but for what is told of the same places already.

    Only warnings and errors tell; that a manifest fits a newer edition is said beside a fault only.
    """
    at: set[str | None] = set()
    within: set[str] = set()
    for finding in told:
        if finding.severity == "info" or finding.element is None:
            continue
        if _inside(finding.element) or finding.rule == manifest.NAMESPACE_WRONG.id:
            at.add(finding.element)
            if finding.rule in _WHOLE:
                within.add(finding.element)
    left = [
        finding
        for finding in found
        if finding.element not in at and within.isdisjoint(_above(finding.element))
    ]
    if any(finding.rule != structure.NEWER_EDITION.id for finding in left):
        yield from left


def _inside(element: str) -> bool:
    """Whether an element is not the whole, of which more than one thing may be said."""
    return element.count("/") > 1


def _above(element: str | None) -> Iterator[str]:
    """Yield the paths of the elements around one."""
    path = (element or "").rpartition("/")[0]
    while path:
        yield path
        path = path.rpartition("/")[0]
