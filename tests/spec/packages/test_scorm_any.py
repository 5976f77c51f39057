"""Whatever a manifest holds, it is read: no exception, and a model that can be stored."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from cursus.xml import parse
from packager.hrefs import Files
from packager.model import from_json, to_json
from packager.read.scorm import read_scorm
from tests.manifests import (
    NAMESPACES_2004,
    RESOURCE_2004,
    manifest_2004,
    organization,
    organizations,
)
from tests.spec.packages.test_imsss import EVERYTHING

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy
    from lxml.etree import _Element

FILES = Files(["index.html", "a b.html", "урок.html", "md/lom.xml"])
TEXTS = {"md/lom.xml": b"<lom><general><language>ru</language></general></lom>"}
LIMIT = 1 << 20

SEED = manifest_2004(
    organizations(
        organization(
            '<item identifier="I" identifierref="R" parameters="?a=1"><title>T</title>'
            f"{EVERYTHING}<metadata><adlcp:location>md/lom.xml</adlcp:location></metadata></item>"
            '<item identifier="C"><title>T</title><item identifier="J" identifierref="R">'
            '<title>T</title><imsss:sequencing IDRef="S"/></item></item>',
        )
    ),
    RESOURCE_2004,
    more='<imsss:sequencingCollection><imsss:sequencing ID="S"><imsss:controlMode flow="true"/>'
    "</imsss:sequencing></imsss:sequencingCollection>",
)
_TREE = parse(SEED.encode(), limit=LIMIT)
TAGS = sorted({str(element.tag) for element in _TREE.iter("*")})
ATTRIBUTES = sorted({str(name) for element in _TREE.iter("*") for name in element.attrib})
VALUES = st.one_of(
    st.sampled_from(
        [
            "",
            " ",
            "I",
            "R",
            "S",
            "true",
            "FALSE",
            "1",
            "-1",
            "1e9",
            "9" * 400,
            "80%",
            "0,5",
            "NaN",
            "once",
            "all",
            "exit",
            "satisfied",
            "atLeastCount",
            "PT1H",
            "../x",
            "a%20b.html",
            "%F3%F0%EE%EA.html",
            "http://[::1",
            "javascript:x",
            "?",
            "#",
            "&",
            "I&~(J|2*{I,J})",
            "urn:a:b",
            "\u202eабв",
        ]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30),
)


def remove(tree: _Element, at: int, _: str, __: str) -> None:
    element = _element(tree, at)
    if (above := element.getparent()) is not None:
        above.remove(element)


def repeat(tree: _Element, at: int, _: str, __: str) -> None:
    element = _element(tree, at)
    if (above := element.getparent()) is not None:
        above.append(etree.fromstring(etree.tostring(element)))


def wrap(tree: _Element, at: int, name: str, value: str) -> None:
    """Put an element of another place into one."""
    inner = etree.SubElement(_element(tree, at), name if name in TAGS else TAGS[at % len(TAGS)])
    inner.text = value


def rename(tree: _Element, at: int, name: str, _: str) -> None:
    _element(tree, at).tag = name if name in TAGS else TAGS[at % len(TAGS)]


def move(tree: _Element, at: int, _: str, __: str) -> None:
    """Put an element under another one, at the other end of the document."""
    element, other = _element(tree, at), _element(tree, at * 7 + 3)
    if (
        element.getparent() is not None
        and element not in other.iterancestors()
        and element is not other
    ):
        other.append(element)


def attribute(tree: _Element, at: int, name: str, value: str) -> None:
    _element(tree, at).set(name if name in ATTRIBUTES else ATTRIBUTES[at % len(ATTRIBUTES)], value)


def strip(tree: _Element, at: int, _: str, __: str) -> None:
    _element(tree, at).attrib.clear()


def text(tree: _Element, at: int, _: str, value: str) -> None:
    _element(tree, at).text = value


def _element(tree: _Element, at: int) -> _Element:
    elements = list(tree.iter("*"))
    return elements[at % len(elements)]


CHANGES: list[Callable[[_Element, int, str, str], None]] = [
    remove,
    repeat,
    wrap,
    rename,
    move,
    attribute,
    strip,
    text,
]
CHANGE = st.tuples(
    st.sampled_from(CHANGES),
    st.integers(0, 200),
    st.sampled_from(TAGS + ATTRIBUTES),
    VALUES,
)


def _holds(data: bytes) -> None:
    tree = parse(data, limit=LIMIT)
    read = read_scorm(tree, FILES, TEXTS)
    for finding in read.findings:
        assert finding.text.say("en")
        assert finding.text.say("ru")
        assert "{" not in finding.text.en.replace("{lang", "") or "{" in data.decode()
        if finding.file == "imsmanifest.xml" and finding.element is not None:
            assert _stands(tree, finding.element), finding
    if read.course is not None:
        assert from_json(to_json(read.course)) == read.course
        assert set(read.aliases.values()) <= FILES.names
        for organization_ in read.course.organizations:
            names = [activity.identifier for activity in organization_.root.walk()]
            assert len(set(names)) == len(names)


def _stands(tree: _Element, path: str) -> bool:
    """Whether a path leads to an element of a tree, or to an attribute of one."""
    element: _Element | None = tree
    steps = path.split("/")[2:]
    for step in steps:
        if element is None:
            return False
        if step.startswith("@"):
            return step is steps[-1]
        name, _, number = step.rstrip("]").partition("[")
        below = [e for e in element.iterchildren("{*}*") if etree.QName(e).localname == name]
        index = int(number or 1) - 1
        element = below[index] if index < len(below) else None
    return element is not None


@given(st.lists(CHANGE, max_size=12))
def test_a_manifest_changed_in_any_places_is_read(
    changes: list[tuple[Callable[[_Element, int, str, str], None], int, str, str]],
) -> None:
    tree = parse(SEED.encode(), limit=LIMIT)
    for change, at, name, value in changes:
        if etree.QName(tree).localname != "manifest":
            break
        change(tree, at, name, value)
    tree.tag = str(_TREE.tag)
    _holds(etree.tostring(tree))


def _trees() -> SearchStrategy[str]:
    """XML of the standards' names in any arrangement."""

    def element(inside: SearchStrategy[str]) -> SearchStrategy[str]:
        attributes = st.dictionaries(st.sampled_from(_plain(ATTRIBUTES)), VALUES, max_size=4)
        return st.builds(
            lambda name, said, within: "<{0}{1}>{2}</{0}>".format(
                name, "".join(f" {n}={quoteattr(v)}" for n, v in said.items()), "".join(within)
            ),
            st.sampled_from(_plain(TAGS)),
            attributes,
            st.lists(inside, max_size=4),
        )

    return st.recursive(VALUES.map(escape), element, max_leaves=30)


def _plain(names: list[str]) -> list[str]:
    prefixes = {uri: prefix for prefix, uri in _TREE.nsmap.items() if uri}
    found = []
    for name in names:
        uri, _, local = name.rpartition("}")
        prefix = prefixes.get(uri[1:]) if uri else None
        found.append(f"{prefix}:{local}" if prefix else local)
    return found


@given(st.lists(_trees(), max_size=5))
def test_any_arrangement_of_the_standards_names_is_read(inside: list[str]) -> None:
    _holds(f"<manifest {NAMESPACES_2004}>{''.join(inside)}</manifest>".encode())
