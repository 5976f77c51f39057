"""The activity tree of a course, prepared once per course version.

Built from the course model; knows order and kinship and nothing of any learner. Identifiers are
the manifest's own, unique within a tree.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.model import Activity, Course, Edition, Standard


@dataclass(frozen=True, slots=True)
class Node:
    """An activity at its place."""

    index: int  # in the tree's order, parents first
    activity: Activity
    parent: Node | None
    depth: int  # 0 for the root

    @property
    def id(self) -> str:
        """The activity's identifier."""
        return self.activity.identifier

    @property
    def launchable(self) -> bool:
        """Whether it can be delivered: it has content.

        In SCORM 1.2 what holds other items may start something itself (SCORM12-CAM-2.3-ITEM); in
        SCORM 2004 only leaves have content.
        """
        return self.activity.href is not None

    @property
    def is_asset(self) -> bool:
        """Whether its content does not talk to the run-time."""
        return self.activity.kind == "asset"

    def path(self) -> Iterator[Node]:
        """Yield this node and its ancestors up to the root."""
        node: Node | None = self
        while node is not None:
            yield node
            node = node.parent


@dataclass(frozen=True, slots=True, eq=False)
class ActivityTree:
    """The organization that is played."""

    standard: Standard
    edition: Edition | None
    nodes: tuple[Node, ...]
    leaves: tuple[Node, ...]  # the launchable activities, in order
    by_id: dict[str, Node] = field(repr=False)
    _leaf_places: dict[str, int] = field(repr=False)
    _below: dict[str, tuple[Node, ...]] = field(repr=False)

    @property
    def root(self) -> Node:
        """The course itself."""
        return self.nodes[0]

    def leaf_after(self, identifier: str, step: int) -> Node | None:
        """Return the activity `step` places after a launchable one among these, None at an end."""
        place = self._leaf_places[identifier] + step
        return self.leaves[place] if 0 <= place < len(self.leaves) else None

    def leaves_below(self, identifier: str) -> tuple[Node, ...]:
        """Return the launchable activities of a node's subtree, itself included, in order."""
        return self._below[identifier]

    def contents(self) -> list[dict[str, Any]]:
        """Return the table of contents: nested `{id, title, depth, href, children}`.

        `href` says whether the activity can be delivered. What the manifest hides is left out,
        and what lies below it.
        """
        return [
            _entry(child, 0) for child in self.root.activity.children or [self.root.activity]
            if child.visible
        ]  # fmt: skip


def build_tree(course: Course) -> ActivityTree:
    """Return the tree of the course's default organization."""
    nodes: list[Node] = []
    _plant(course.organization.root, None, 0, nodes)
    leaves = tuple(node for node in nodes if node.launchable)
    below: dict[str, list[Node]] = {node.id: [] for node in nodes}
    for leaf in leaves:
        for ancestor in leaf.path():
            below[ancestor.id].append(leaf)
    return ActivityTree(
        course.standard,
        course.edition,
        tuple(nodes),
        leaves,
        {node.id: node for node in nodes},
        {leaf.id: place for place, leaf in enumerate(leaves)},
        {identifier: tuple(found) for identifier, found in below.items()},
    )


def _plant(activity: Activity, parent: Node | None, depth: int, nodes: list[Node]) -> None:
    node = Node(len(nodes), activity, parent, depth)
    nodes.append(node)
    for child in activity.children:
        _plant(child, node, depth + 1, nodes)


def _entry(activity: Activity, depth: int) -> dict[str, Any]:
    return {
        "id": activity.identifier,
        "title": activity.title,
        "depth": depth,
        "href": activity.href is not None,
        "children": [_entry(child, depth + 1) for child in activity.children if child.visible],
    }
