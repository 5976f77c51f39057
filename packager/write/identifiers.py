"""Identifiers of a manifest: NCNames, each there once, as xs:ID and the most literal readers want.

An identifier that is one already stays; of two that are alike the item's stays before the
resource's, because learners' bookmarks and navigation requests name items. Pure.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from packager.structure.name_characters import NCNAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.model import Course

_UNFIT: Final = re.compile(r"[^\w.-]+")
_LONGEST: Final = 200  # characters of a name that is made up


class Identifiers:
    """What the parts of a course are called in its manifest."""

    def __init__(self, course: Course) -> None:
        wanted = list(_wanted(course))
        taken: set[str] = set()
        numbers: Counter[tuple[str, str]] = Counter()
        self._names: dict[tuple[str, ...], str] = {}
        for key, name in wanted:
            if name not in taken and NCNAME.fullmatch(name):
                self._names[key] = name
                taken.add(name)
        self.changed: list[tuple[str, str]] = []  # as it was -> as it is
        for key, name in wanted:
            if key not in self._names:
                made = name_like(name, key[0])
                while made in taken:
                    numbers[name, key[0]] += 1
                    made = f"{name_like(name, key[0])}-{numbers[name, key[0]] + 1}"
                self._names[key] = made
                taken.add(made)
                self.changed.append((name, made))

    @property
    def manifest(self) -> str:
        """The manifest's own."""
        return self._names["manifest",]

    def organization(self, identifier: str) -> str:
        """Return an organization's."""
        return self._names["organization", identifier]

    def item(self, organization: str, identifier: str) -> str:
        """Return an item's."""
        return self._names["item", organization, identifier]

    def resource(self, identifier: str) -> str | None:
        """Return a resource's, None where there is no such resource."""
        return self._names.get(("resource", identifier))


def _wanted(course: Course) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield every part with its identifier, those that should keep it first."""
    played = course.organization
    rest = [other for other in course.organizations if other is not played]
    for organization in (played, *rest):
        yield ("organization", organization.identifier), organization.identifier
        for activity in organization.root.walk():
            if activity is not organization.root:
                yield ("item", organization.identifier, activity.identifier), activity.identifier
    for resource in course.resources:
        yield ("resource", resource.identifier), resource.identifier
    yield ("manifest",), course.identifier or "manifest"


def name_like(wanted: str, kind: str = "course") -> str:
    """Return an NCName like the wanted text."""
    plain = _UNFIT.sub("_", wanted)[:_LONGEST].strip("_") or kind
    name = plain if NCNAME.fullmatch(plain) else f"{kind}-{plain}"
    if not NCNAME.fullmatch(name):
        name = kind + re.sub(r"[^A-Za-z0-9._-]", "_", f"-{plain}")
    return name
