"""Resources of a manifest: which files belong to which, and one resource for systems that want one.

Some LMSs take only a manifest with a single resource. Where everything starts from one file that is
a matter of merging; where items start from several, one page of ours starts them, told by a
parameter which. Pure.
"""

from __future__ import annotations

import json
import posixpath
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote

import msgspec

from packager.hrefs import split_tail
from packager.model import Course, Resource

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from packager.model import Activity, Metadata

SHARED: Final = "shared-files"
START: Final = "cursus/start.html"
_START_RESOURCE: Final = "course-resource"

_START_PAGE: Final = """<!doctype html>
<html>
<head>
<meta charset="utf-8">
<title>…</title>
<script>
// Starts the part of the course that the address names: all parts share one resource.
var parts = {parts};
var named = /[?&]part=([0-9]+)/.exec(location.search);
location.replace(parts[named ? Number(named[1]) : 0] || parts[0]);
</script>
</head>
<body></body>
</html>
"""


def owned_files(
    starts: Sequence[tuple[str, Collection[str]]], files: Collection[str]
) -> list[tuple[str, ...]]:
    """Return the files of each part: its own, and those of a folder that only it starts from.

    `starts` are launch addresses with the files that belong to each whatever the folder; the rest
    is everybody's.
    """
    launched = [unquote(split_tail(href)[0]) for href, _ in starts]
    folders = [posixpath.dirname(name) for name in launched]
    counts = Counter(folders)
    owner = {folder: at for at, folder in enumerate(folders) if counts[folder] == 1}
    every = set(files)
    owned: list[set[str]] = [
        {name, *own} & every for name, (_, own) in zip(launched, starts, strict=True)
    ]
    taken = set[str]().union(*owned)
    for name in files:
        if name not in taken and (at := _owner_of(name, owner, counts)) is not None:
            owned[at].add(name)
    return [tuple(sorted(names)) for names in owned]


def _owner_of(name: str, owner: dict[str, int], folders: Counter[str]) -> int | None:
    folder = posixpath.dirname(name)
    while folder:
        if folder in folders:
            return owner.get(folder)
        folder = posixpath.dirname(folder)
    return None


class Single(NamedTuple):
    """A course with one resource, and the page that starts its parts where there had to be one."""

    course: Course
    files: dict[str, bytes]


def single_resource(course: Course, files: Collection[str]) -> Single:
    """Return a course of SCORM whose manifest has one resource with all files."""
    starts = _starts(course)
    metadata = tuple(record for resource in course.resources for record in resource.metadata)
    kind = "sco" if any(r.kind == "sco" for r in course.resources) else "asset"
    page: dict[str, bytes] = {}
    if len(starts) == 1:
        href = starts[0]
    else:
        href = START
        addresses = json.dumps([start if "://" in start else f"../{start}" for start in starts])
        page[START] = _START_PAGE.format(parts=addresses.replace("<", "\\u003c")).encode()
    resource = Resource(
        identifier=_START_RESOURCE,
        kind="sco" if kind == "sco" else "asset",
        href=href,
        files=tuple(sorted({*files, *page})),
        metadata=_distinct(metadata),
    )
    hrefs = {r.identifier: r.href for r in course.resources}
    places = {start: place for place, start in enumerate(starts)}

    def changed(activity: Activity) -> Activity:
        children = tuple(map(changed, activity.children))
        if activity.resource is None:
            return msgspec.structs.replace(activity, children=children)
        parameters = activity.parameters
        if page:
            start = activity.href or hrefs[activity.resource] or ""
            parameters = f"?part={places[start]}"
        return msgspec.structs.replace(
            activity,
            children=children,
            kind=resource.kind,
            resource=resource.identifier,
            parameters=parameters,
            href=f"{START}{parameters}" if page else activity.href,
        )

    organizations = tuple(
        msgspec.structs.replace(organization, root=changed(organization.root))
        for organization in course.organizations
    )
    changed_course = msgspec.structs.replace(
        course, organizations=organizations, resources=(resource,)
    )
    return Single(changed_course, page)


def _starts(course: Course) -> list[str]:
    """Return what the items start: resources' addresses, with parameters only where they differ."""
    resources = {resource.identifier: resource.href for resource in course.resources}
    activities = [
        activity
        for organization in course.organizations
        for activity in organization.root.walk()
        if activity.resource is not None
    ]
    plain = dict.fromkeys(resources[a.resource] or "" for a in activities if a.resource)
    if len(plain) == 1:
        return list(plain)
    return list(dict.fromkeys(a.href or resources[a.resource or ""] or "" for a in activities))


def _distinct(records: tuple[Metadata, ...]) -> tuple[Metadata, ...]:
    found: list[Metadata] = []
    for record in records:
        if record not in found:
            found.append(record)
    return tuple(found)
