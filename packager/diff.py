"""What is different between two versions of a course: items, settings, files.

Lives here: the pairing of the items of two activity trees, and what follows from it for learners.
Run-time data is kept under an item's identifier, so an item that is the same thing under another
identifier would lose the learners' bookmarks, and one whose identifier now names another thing
would hand them on to that. Tools that number their items do both whenever an item is inserted.

Pure, and linear in the size of the two models but for sorting. What it says is bounded: a list
holds the first LISTED changes and how many there are. The organizations that are played are
compared, no others.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, Literal, NamedTuple, TypeVar

import msgspec

from cursus.texts import Text
from packager.findings import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from packager.index import Index
    from packager.model import Activity, Course

LISTED = 100  # changes of a kind; the rest is counted
NAMED = 20  # files of a kind

#: What an activity says beside its name, place and address.
SETTINGS = (
    "kind",
    "visible",
    "hide_ui",
    "prerequisites",
    "mastery_score",
    "scaled_passing_score",
    "completion_threshold",
    "progress_weight",
    "launch_data",
    "limits",
    "sequencing",
    "data",
    "move_on",
    "launch_method",
    "entitlement_key",
    "completions",
)
COURSE_SETTINGS = ("title", "standard", "edition")
ORGANIZATION_SETTINGS = ("objectives_global", "shared_data_global")

KEPT = Text(
    "Learners who go over to this version keep their bookmarks in all items ({all}).",
    "При переходе на эту версию закладки останутся во всех разделах ({all}).",
)
LOST = Text(
    "Learners who go over to this version keep their bookmarks in {kept} of {all} items"
    " and lose them in {lost}.",
    "При переходе на эту версию закладки останутся в {kept} из {all} {items}, потеряются в {lost}.",
)

S = TypeVar("S")
T = TypeVar("T")
By = Literal["identifier", "href", "title"]


class _Said(msgspec.Struct, frozen=True, rename="camel"):
    """Named in JSON as the API names things."""


class Listed(_Said, Generic[T], frozen=True):
    """The first of some changes, and how many there are in all."""

    count: int
    items: tuple[T, ...]


class Item(_Said, frozen=True):
    """An item that only one of the versions has."""

    identifier: str
    title: str
    href: str | None


class Changed(_Said, frozen=True):
    """An item whose title, address or place is another one."""

    identifier: str  # in the newer version
    title: str
    before: str | None
    after: str | None


class Reidentified(_Said, frozen=True):
    """The same thing under another identifier."""

    title: str
    before: str
    after: str
    by: By  # what shows that it is the same
    bookmarks: bool  # whether learners can have bookmarks in it


class Setting(_Said, frozen=True):
    """A setting of an item, or of the course where no item is named."""

    identifier: str | None
    title: str | None
    setting: str
    before: str | None
    after: str | None


class Files(_Said, frozen=True):
    """Files by name and checksum."""

    added: Listed[str]
    removed: Listed[str]
    changed: Listed[str]
    unchanged: int


class Diff(_Said, frozen=True):
    """All that is different in the newer of two versions."""

    added: Listed[Item]
    removed: Listed[Item]
    renamed: Listed[Changed]
    moved: Listed[Changed]
    relaunched: Listed[Changed]
    reidentified: Listed[Reidentified]
    settings: Listed[Setting]
    files: Files
    kept: int  # items of the older version that hold bookmarks which stay good
    lost: int  # those whose bookmarks do not

    def verdict(self) -> Text:
        """Return in a sentence what becomes of learners who go over to the newer version."""
        text, every = LOST if self.lost else KEPT, self.kept + self.lost
        items = "раздела" if str(every)[-1] == "1" and str(every)[-2:] != "11" else "разделов"
        return text.format(kept=self.kept, lost=self.lost, all=every, items=items)


@dataclass(frozen=True, slots=True, eq=False)
class _Node:
    """An activity and where it stands."""

    activity: Activity
    parent: _Node | None
    position: int  # among its siblings, from 1

    @property
    def place(self) -> str:
        above = visible(self.parent.activity.title) if self.parent else ""
        return f"{above} › {self.position}" if above else str(self.position)


class _Pair(NamedTuple):
    """The same thing in both versions."""

    older: _Node
    newer: _Node
    by: By


def diff(older: Course, newer: Course, older_index: Index, newer_index: Index) -> Diff:
    """Compare two versions of a course."""
    before, after = _nodes(older), _nodes(newer)
    pairs = _paired(before, after)
    partner = {pair.older: pair.newer for pair in pairs}
    found = set(partner.values())
    launchable = [node for node in before if node.activity.href is not None]
    kept = sum(_keeps_bookmarks(node, partner) for node in launchable)
    return Diff(
        added=_listed((node for node in after if node not in found), _item),
        removed=_listed((node for node in before if node not in partner), _item),
        renamed=_listed(_changes(pairs, lambda node: node.activity.title), _changed),
        moved=_listed(
            _moved(before, partner),
            lambda node: _changed((partner[node], node.place, partner[node].place)),
        ),
        relaunched=_listed(_changes(pairs, lambda node: node.activity.href), _changed),
        reidentified=_listed(_reidentified(pairs), _same),
        settings=_listed(_settings(older, newer, pairs), _setting),
        files=_files(older_index, newer_index),
        kept=kept,
        lost=len(launchable) - kept,
    )


def bookmarks_lost(older: Course, newer: Course) -> list[str]:
    """Return the identifiers under which bookmarks of the older version do not stay good."""
    before = _nodes(older)
    partner = {pair.older: pair.newer for pair in _paired(before, _nodes(newer))}
    return [
        node.activity.identifier
        for node in before
        if node.activity.href is not None and not _keeps_bookmarks(node, partner)
    ]


def _nodes(course: Course) -> list[_Node]:
    """Return the activities of the organization that is played, parents first."""
    nodes = [_Node(course.organization.root, None, 1)]
    for node in nodes:  # which grows meanwhile
        children = enumerate(node.activity.children, 1)
        nodes += [_Node(child, node, position) for position, child in children]
    return nodes


def _keeps_bookmarks(node: _Node, partner: dict[_Node, _Node]) -> bool:
    newer = partner.get(node)
    return (
        newer is not None
        and newer.activity.href is not None
        and newer.activity.identifier == node.activity.identifier
    )


def _paired(before: list[_Node], after: list[_Node]) -> list[_Pair]:
    """Find in the newer version what the older one has, in the older one's order.

    An identifier is believed where the address agrees, or the title does and neither address
    belongs to another item in the other version. What is left then is known by its address, or
    else by its title, where no other has the same; and at last by the identifier alone. Roots are
    the courses themselves.
    """
    hrefs = [{node.activity.href for node in nodes} - {None} for nodes in (before, after)]

    def alike(old: _Node, new: _Node) -> bool:
        was, now = old.activity.href, new.activity.href
        if was is not None and was == now:
            return True
        elsewhere = was in hrefs[1] or now in hrefs[0]
        return old.activity.title == new.activity.title and not elsewhere

    pairs = [_Pair(before[0], after[0], "identifier")]
    left, right = before[1:], after[1:]
    looks: list[tuple[By, Callable[[_Node], Hashable], Callable[[_Node, _Node], bool]]] = [
        ("identifier", _identifier, alike),
        ("href", lambda node: node.activity.href, _any),
        ("title", _title, _any),
        ("identifier", _identifier, _any),
    ]
    for by, key, agree in looks:
        found = [_Pair(o, n, by) for o, n in _matches(left, right, key) if agree(o, n)]
        gone = {node for pair in found for node in (pair.older, pair.newer)}
        left = [node for node in left if node not in gone]
        right = [node for node in right if node not in gone]
        pairs += found
    place = {node: at for at, node in enumerate(before)}
    return sorted(pairs, key=lambda pair: place[pair.older])


def _matches(
    left: Iterable[_Node], right: Iterable[_Node], key: Callable[[_Node], Hashable]
) -> Iterator[tuple[_Node, _Node]]:
    """Yield those that share a key which no other node of their side has."""
    sides = []
    for nodes in (left, right):
        keyed = [(key(node), node) for node in nodes]
        counts = Counter(name for name, _ in keyed)
        sides.append({name: node for name, node in keyed if name is not None and counts[name] == 1})
    one, other = sides
    for name, node in one.items():
        if name in other:
            yield node, other[name]


def _identifier(node: _Node) -> Hashable:
    return node.activity.identifier


def _title(node: _Node) -> Hashable:
    """Return what people know an item by; a heading is not taken for a lesson of its name."""
    title = node.activity.title.strip().casefold()
    return (title, node.activity.href is None) if title else None


def _any(_one: _Node, _other: _Node) -> bool:
    return True


def _listed(found: Iterable[S], say: Callable[[S], T], most: int = LISTED) -> Listed[T]:
    """Say the first of what was found and count the rest."""
    rest = iter(found)
    first = tuple(say(one) for one in islice(rest, most))
    return Listed(len(first) + sum(1 for _ in rest), first)


def _item(node: _Node) -> Item:
    activity = node.activity
    return Item(visible(activity.identifier), visible(activity.title), _shown(activity.href))


_Change = tuple[_Node, str | None, str | None]  # what is the case now, what was, what is


def _changed(change: _Change) -> Changed:
    node, before, after = change
    activity = node.activity
    return Changed(
        visible(activity.identifier), visible(activity.title), _shown(before), _shown(after)
    )


def _changes(pairs: list[_Pair], value: Callable[[_Node], str | None]) -> Iterator[_Change]:
    for older, newer, _ in pairs:
        if older.parent is not None or older.activity.href is not None:  # not the course itself
            before, after = value(older), value(newer)
            if before != after:
                yield newer, before, after


def _reidentified(pairs: list[_Pair]) -> Iterator[_Pair]:
    for pair in pairs:
        before, after = pair.older.activity, pair.newer.activity
        counts = pair.older.parent is not None or before.href is not None
        if before.identifier != after.identifier and counts:
            yield pair


def _same(pair: _Pair) -> Reidentified:
    before, after = pair.older.activity, pair.newer.activity
    return Reidentified(
        visible(after.title),
        visible(before.identifier),
        visible(after.identifier),
        pair.by,
        before.href is not None,
    )


def _moved(before: list[_Node], partner: dict[_Node, _Node]) -> Iterator[_Node]:
    """Return what has another parent, and what had to move for the order of siblings to change."""
    stayed: defaultdict[_Node | None, list[_Node]] = defaultdict(list)
    moved = set()
    for node in before:
        if node not in partner or node.parent is None:
            continue
        if partner.get(node.parent) is partner[node].parent:
            stayed[node.parent].append(node)
        else:
            moved.add(node)
    for siblings in stayed.values():
        keep = _longest_rising([partner[node].position for node in siblings])
        moved.update(node for at, node in enumerate(siblings) if at not in keep)
    return (node for node in before if node in moved)


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """Return the places of a longest subsequence that rises."""
    ends: list[int] = []  # for each length, the lowest number that such a sequence ends with
    places: list[int] = []  # where that number stands
    previous: list[int] = []  # for each place, the one before it in its sequence
    for at, number in enumerate(numbers):
        length = bisect_left(ends, number)
        previous.append(places[length - 1] if length else -1)
        ends[length : length + 1] = [number]
        places[length : length + 1] = [at]
    found = set()
    at = places[-1] if places else -1
    while at >= 0:
        found.add(at)
        at = previous[at]
    return found


#: The item, or None for the course; the setting, what it was, what it is.
_SettingChange = tuple[_Node | None, str, str | None, str | None]


def _settings(older: Course, newer: Course, pairs: list[_Pair]) -> Iterator[_SettingChange]:
    for names, one, other in (
        (COURSE_SETTINGS, older, newer),
        (ORGANIZATION_SETTINGS, older.organization, newer.organization),
    ):
        for name, before, after in _differing(names, one, other):
            yield None, name, before, after
    for old, new, _ in pairs:
        for name, before, after in _differing(SETTINGS, old.activity, new.activity):
            yield new, name, before, after


def _setting(change: _SettingChange) -> Setting:
    node, name, before, after = change
    identifier, title = (node.activity.identifier, node.activity.title) if node else (None, None)
    return Setting(_shown(identifier), _shown(title), name, _shown(before), _shown(after))


def _differing(
    names: Iterable[str], older: msgspec.Struct, newer: msgspec.Struct
) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield the settings that differ, those within others by their path."""
    for name in names:
        before, after = getattr(older, name), getattr(newer, name)
        if before == after:
            continue
        was, now = dict(_flat(_camel(name), before)), dict(_flat(_camel(name), after))
        for path in was | now:
            if was.get(path) != now.get(path):
                yield path, was.get(path), now.get(path)


def _flat(path: str, value: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Yield each value within a value; a list of structures is one value, said as JSON."""
    if isinstance(value, msgspec.Struct):
        for field in msgspec.structs.fields(value):
            name = field.encode_name if field.encode_name != field.name else _camel(field.name)
            yield from _flat(f"{path}.{name}", getattr(value, field.name))
    elif isinstance(value, tuple) and any(isinstance(part, msgspec.Struct) for part in value):
        yield path, msgspec.json.encode(value).decode()
    elif isinstance(value, tuple) and value:
        yield path, ", ".join(map(str, value))
    elif isinstance(value, bool):
        yield path, str(value).lower()
    elif isinstance(value, float):
        yield path, f"{value:g}"
    elif value is not None and value != ():
        yield path, str(value)


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _files(older: Index, newer: Index) -> Files:
    before, after = older.entries, newer.entries
    both = before.keys() & after.keys()
    changed = [
        name
        for name in both
        if (before[name].crc, before[name].plain) != (after[name].crc, after[name].plain)
    ]
    return Files(
        added=_names(after.keys() - before.keys()),
        removed=_names(before.keys() - after.keys()),
        changed=_names(changed),
        unchanged=len(both) - len(changed),
    )


def _names(names: Iterable[str]) -> Listed[str]:
    return _listed(sorted(names), visible, NAMED)


def _shown(value: str | None) -> str | None:
    return None if value is None else visible(value)
