"""Reading a cmi5 course structure to the course model. Pure.

Elements count only in the namespace of cmi5; what vendors add in their own is passed over
(CMI5-13.1.5.0-1). White space around every value goes (CMI5-13.1.0.0-1). Nothing is repaired: the
specification has an LMS refuse what breaks a requirement, so this says precisely what does.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, get_args

from cursus.texts import Text
from packager.findings import FINDINGS_PER_RULE
from packager.limits import ITEMS, TITLE_CHARACTERS
from packager.model import (
    Activity,
    Course,
    Languages,
    LaunchMethod,
    MoveOn,
    Objective,
    Organization,
)
from packager.read.cmi5_urls import is_iri, read_url
from packager.read.course import ReadCourse
from packager.read.parts import Part, part_of, root_part
from packager.rules import cmi5 as rules
from packager.structure import faults, tables_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from packager.findings import Finding, Rule
    from packager.hrefs import Files

NAME: Final = "cmi5.xml"
NAMESPACE: Final = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"
_DRAFTS: Final = "http://www.adlnet.gov/cmi5/"

_MOVE_ON: Final[dict[str, MoveOn]] = {word: word for word in get_args(MoveOn)}
_LAUNCH_METHOD: Final[dict[str, LaunchMethod]] = {word: word for word in get_args(LaunchMethod)}
_ATTRIBUTES: Final = frozenset({"launchMethod", "moveOn", "masteryScore", "activityType"})
_DECIMAL: Final = re.compile(r"\+?(\d+(\.\d*)?|\.\d+)")
_DECIMALS: Final = 4

_COURSE: Final = Text("course", "курсе")
_BLOCK: Final = Text("block", "блоке")
_AU: Final = Text("AU", "AU")
_OBJECTIVE: Final = Text("objective", "цели")
_REFERENCE: Final = Text("reference to an objective", "ссылке на цель")
_PARTS: Final = (_COURSE, _BLOCK, _AU, _OBJECTIVE)
_TWICE: Final[dict[Text, Rule]] = {
    _BLOCK: rules.BLOCK_TWICE,
    _AU: rules.AU_TWICE,
    _OBJECTIVE: rules.OBJECTIVE_TWICE,
}


def read_cmi5(root: _Element, files: Files | None) -> ReadCourse:
    """Return the course that a course structure describes.

    `files` are those of its package, None for a course structure that comes alone.
    """
    top = root_part(root)
    if top.name != "courseStructure":
        found = rules.WRONG_ROOT.at(NAME, top.line, element=top.path, name=top.name)
        return ReadCourse(None, {}, [found])
    reader = _Reader(top, files)
    course = reader.read()
    if top.namespace == NAMESPACE:
        reader.findings += _structure_findings(root, reader.misplaced)
    return ReadCourse(course, reader.aliases, reader.findings)


def _structure_findings(root: _Element, told: set[str]) -> Iterator[Finding]:
    """Yield what breaks the schema, but for elements that have been told of already."""
    for fault in faults(root, tables_for("cmi5")):
        if fault.element in told:
            continue
        foreign = fault.tag.startswith("{") and not fault.tag.startswith(f"{{{NAMESPACE}}}")
        rule = rules.EXTENSION_INVALID if foreign else rules.NOT_VALID
        yield rule.at(NAME, fault.line, element=fault.element, what=fault.text)


class _Reader:
    """Reads one course structure; what is found gathers here."""

    def __init__(self, root: Part, files: Files | None) -> None:
        self._root = root
        self._namespace = root.namespace
        self._files = files
        self._used: set[tuple[Text, str]] = set()  # what has which id
        self._languages: dict[str, None] = {}  # in order
        self.aliases: dict[str, str] = {}
        self.misplaced: set[str] = set()  # paths of elements that should be attributes
        self.findings: list[Finding] = []

    def read(self) -> Course | None:
        """Return the course, None when there is nothing in it that could be one."""
        self._judge_namespaces()
        tags = (f"{{{self._namespace}}}{name}" for name in ("au", "block", "objective"))
        count = sum(1 for _ in self._root.element.iter(*tags))
        if count > ITEMS:
            self._say(rules.TOO_MANY, self._root, count=count, limit=ITEMS)
            return None
        course = next(self._named(self._root, "course"), self._root)
        identifier = self._id(course, _COURSE)
        titles, descriptions = self._texts(course, "title"), self._texts(course, "description")
        title = self._title(course, titles, _COURSE, identifier)
        objectives = tuple(self._read_objectives())
        children = self._nodes(self._root)
        if not any(activity.kind == "au" for child in children for activity in child.walk()):
            return None  # the structure's faults say so
        root = Activity(
            identifier, title, "cluster", children=children, titles=titles,
            descriptions=descriptions,
        )  # fmt: skip
        return Course(
            standard="cmi5",
            title=title,
            identifier=identifier,
            organizations=(Organization(identifier, root),),
            default_organization=identifier,
            languages=tuple(self._languages),
            objectives=objectives,
        )

    def _say(self, rule: Rule, part: Part, at: str = "", /, **values: Any) -> None:  # noqa: ANN401
        """Say that a part, or its attribute `at`, fires a rule."""
        path = f"{part.path}/@{at}" if at else part.path
        self.findings.append(rule.at(NAME, part.line, element=path, **values))

    def _named(self, parent: Part, *names: str) -> Iterator[Part]:
        """Yield the children of these names in the namespace of cmi5."""
        return parent.named(*names, namespace=self._namespace)

    def _judge_namespaces(self) -> None:
        """Say what namespace the structure is in, and which extend it."""
        if self._namespace.startswith(_DRAFTS):
            self._say(rules.NAMESPACE_OLD, self._root, namespace=self._namespace)
        elif self._namespace != NAMESPACE:
            self._say(rules.NAMESPACE, self._root, namespace=self._namespace)
        for namespace, element in islice(self._extensions(), FINDINGS_PER_RULE):
            self._say(rules.EXTENSION, part_of(element), namespace=namespace)

    def _extensions(self) -> Iterator[tuple[str, _Element]]:
        """Yield the other namespaces and the first element of each."""
        seen = {self._namespace, ""}
        for element in self._root.element.iter("{*}*"):
            namespace = Part(element, "").namespace
            if namespace not in seen:
                seen.add(namespace)
                yield namespace, element

    # Identifiers

    def _id(self, part: Part, what: Text) -> str:
        """Return the id of a part; it has to be an IRI and no other part's."""
        identifier = part.attributes.get("id")
        if identifier is None:
            return part.path.rpartition("/")[2]  # the structure's faults say so
        self._judge_iri(part, "id", identifier, what)
        if (what, identifier) in self._used:
            self._say(_TWICE[what], part, "id", id=identifier)
        elif any((other, identifier) in self._used for other in _PARTS):
            self._say(rules.ID_SHARED, part, "id", what=what, id=identifier)
        self._used.add((what, identifier))
        return identifier

    def _judge_iri(self, part: Part, attribute: str, value: str, what: Text) -> None:
        if not is_iri(value):
            self._say(rules.NOT_IRI, part, attribute, attribute=attribute, value=value, what=what)

    # Texts

    def _texts(self, parent: Part, name: str) -> Languages:
        """Return the texts of a title or a description, by language, in order."""
        texts: Languages = {}
        for holder in self._named(parent, name):
            for part in self._named(holder, "langstring"):
                language = (part.element.get("lang") or "").strip() or "und"
                if language in texts:
                    self._say(rules.LANGUAGE_TWICE, part, language=language)
                    continue
                if part.text:  # an empty one says nothing; real tools write them
                    texts[language] = part.text
                    self._languages.setdefault(language)
        self._languages.pop("und", None)
        return texts

    def _title(self, part: Part, titles: Languages, what: Text, identifier: str) -> str:
        """Return the title to show: the first that says something."""
        title = next((" ".join(text.split()) for text in titles.values()), "")
        if not title:
            holders = self._named(part, "title")
            if any(True for holder in holders for _ in self._named(holder, "langstring")):
                self._say(rules.TITLE_EMPTY, part, what=what, id=identifier)
            return identifier[:TITLE_CHARACTERS]  # without any text the structure's faults say so
        if len(title) > TITLE_CHARACTERS:
            self._say(rules.TITLE_LONG, part, what=what, count=len(title), limit=TITLE_CHARACTERS)
        return title[:TITLE_CHARACTERS]

    # Parts

    def _read_objectives(self) -> Iterator[Objective]:
        for holder in self._named(self._root, "objectives"):
            for part in self._named(holder, "objective"):
                identifier = self._id(part, _OBJECTIVE)
                titles = self._texts(part, "title")
                self._title(part, titles, _OBJECTIVE, identifier)
                yield Objective(identifier, titles, self._texts(part, "description"))

    def _nodes(self, parent: Part) -> tuple[Activity, ...]:
        """Return the blocks and AUs of the course or of a block."""
        nodes = []
        for part in self._named(parent, "au", "block"):
            if part.name == "au":
                nodes.append(self._au(part))
            else:
                nodes.append(self._block(part))
        return tuple(nodes)

    def _block(self, part: Part) -> Activity:
        identifier = self._id(part, _BLOCK)
        titles = self._texts(part, "title")
        return Activity(
            identifier=identifier,
            title=self._title(part, titles, _BLOCK, identifier),
            kind="cluster",
            titles=titles,
            descriptions=self._texts(part, "description"),
            objectives=tuple(self._references(part)),
            children=self._nodes(part),
        )

    def _au(self, part: Part) -> Activity:
        identifier = self._id(part, _AU)
        titles = self._texts(part, "title")
        values = self._values(part)
        return Activity(
            identifier=identifier,
            title=self._title(part, titles, _AU, identifier),
            kind="au",
            titles=titles,
            descriptions=self._texts(part, "description"),
            objectives=tuple(self._references(part)),
            href=self._href(part),
            launch_data=self._text(part, "launchParameters"),
            entitlement_key=self._text(part, "entitlementKey"),
            move_on=_MOVE_ON.get(values.get("moveOn", "NotApplicable")),
            launch_method=_LAUNCH_METHOD.get(values.get("launchMethod", "AnyWindow")),
            scaled_passing_score=self._mastery_score(part, values.get("masteryScore")),
            activity_type=self._activity_type(part, values.get("activityType")),
        )

    def _values(self, part: Part) -> dict[str, str]:
        """Return the attributes of an AU; drafts of cmi5 had some of them as elements."""
        values = part.attributes
        for element in self._named(part, *_ATTRIBUTES):
            name, value = element.name, element.text
            self._say(rules.ATTRIBUTE_AS_ELEMENT, element, name=name, value=value)
            self.misplaced.add(element.path)
            values.setdefault(name, value)
        return values

    def _mastery_score(self, part: Part, value: str | None) -> float | None:
        """Return masteryScore, 0..1; what is no such number is a fault of the structure."""
        if value is None or not _DECIMAL.fullmatch(value) or not 0 <= float(value) <= 1:
            return None
        if len(value.partition(".")[2].rstrip("0")) > _DECIMALS:
            self._say(rules.MASTERY_DIGITS, part, "masteryScore", value=value)
        return float(value)

    def _activity_type(self, part: Part, value: str | None) -> str | None:
        if value == "":
            self._say(rules.TYPE_EMPTY, part, "activityType")
        elif value is not None:
            self._judge_iri(part, "activityType", value, _AU)
        return value or None

    def _references(self, parent: Part) -> Iterator[str]:
        """Yield the ids of the objectives that a block or an AU refers to."""
        for holder in self._named(parent, "objectives"):
            for part in self._named(holder, "objective"):
                identifier = part.attributes.get("idref")
                if identifier is None:
                    continue  # allowed, though it says nothing
                self._judge_iri(part, "idref", identifier, _REFERENCE)
                if (_OBJECTIVE, identifier) not in self._used:
                    self._say(rules.OBJECTIVE_UNKNOWN, part, "idref", id=identifier)
                yield identifier

    def _text(self, parent: Part, name: str) -> str | None:
        """Return the text of an element, None where there is none."""
        part = next(self._named(parent, name), None)
        return None if part is None else part.text or None

    def _href(self, au: Part) -> str | None:
        part = next(self._named(au, "url"), None)
        if part is None:
            return None  # the structure's faults say so
        launch = read_url(part.text, self._files)
        for rule, values in launch.said:
            self._say(rule, part, **values)
        if launch.alias is not None:
            alias, name = launch.alias
            self.aliases[alias] = name
        return launch.href
