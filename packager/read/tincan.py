"""Reading tincan.xml to the course model. Pure.

There is no standard of it beyond what its inventors published, and real ones differ in little
things: a BOM, names without a language, CDATA. Elements are found by their local names. The
activities with a launch are the course; those without describe what statements will be about.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from packager.hrefs import Files, Reference, external_url, launch_url, resolve
from packager.limits import ITEMS, TITLE_CHARACTERS
from packager.model import Activity, Course, Languages, Organization
from packager.read.cmi5_urls import is_iri
from packager.read.course import ReadCourse
from packager.read.parts import Part, root_part
from packager.rules import xapi as rules

if TYPE_CHECKING:
    from lxml.etree import _Element

    from packager.findings import Finding, Rule

NAME: Final = "tincan.xml"
NAMESPACE: Final = "http://projecttincan.com/tincan.xsd"
SEVERAL: Final = "activities"  # identifier of the root over several activities


def read_tincan(root: _Element, files: Files) -> ReadCourse:
    """Return the course that the activities with a launch make."""
    reader = _Reader(files)
    course = reader.read(root_part(root))
    return ReadCourse(course, reader.aliases, reader.findings)


class _Reader:
    """Reads one tincan.xml; what is found gathers here."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._languages: dict[str, None] = {}  # in order
        self._used: set[str] = set()  # identifiers
        self._copies: Counter[str] = Counter()  # of identifiers that are used already
        self.aliases: dict[str, str] = {}
        self.findings: list[Finding] = []

    def read(self, root: Part) -> Course | None:
        """Return the course, None when nothing can be started."""
        if root.name != "tincan":
            self._say(rules.WRONG_ROOT, root, name=root.name)
            return None
        if root.namespace != NAMESPACE:
            self._say(rules.NAMESPACE, root, namespace=root.namespace)
        parts = [part for holder in root.named("activities") for part in holder.named("activity")]
        if len(parts) > ITEMS:
            self._say(rules.TOO_MANY, root, count=len(parts), limit=ITEMS)
            return None
        launches = [(part, found) for part in parts if (found := list(part.named("launch")))]
        if not launches:
            self._say(rules.NOTHING_TO_LAUNCH, root)
            return None
        if len(launches) < len(parts):
            self._say(rules.WITHOUT_LAUNCH, root, count=len(parts) - len(launches))
        if len(launches) > 1:
            self._say(rules.SEVERAL_LAUNCHES, root, count=len(launches))
        return self._course(tuple(self._activity(part, found) for part, found in launches))

    def _course(self, activities: tuple[Activity, ...]) -> Course:
        first = activities[0]
        root = first
        if len(activities) > 1:
            root = Activity(SEVERAL, first.title, "cluster", children=activities)
        return Course(
            standard="xapi",
            title=first.title,
            identifier=first.identifier,
            organizations=(Organization(root.identifier, root),),
            default_organization=root.identifier,
            languages=tuple(self._languages),
        )

    def _say(self, rule: Rule, part: Part, at: str = "", /, **values: Any) -> None:  # noqa: ANN401
        path = f"{part.path}/@{at}" if at else part.path
        self.findings.append(rule.at(NAME, part.line, element=path, **values))

    def _activity(self, part: Part, launches: list[Part]) -> Activity:
        identifier = self._identifier(part)
        titles = self._texts(part, "name")
        return Activity(
            identifier=identifier,
            title=self._title(part, titles, identifier),
            kind="activity",
            href=self._href(launches, identifier),
            titles=titles,
            descriptions=self._texts(part, "description"),
            activity_type=self._type(part),
        )

    def _identifier(self, part: Part) -> str:
        """Return the id of an activity, which statements are about and no other has."""
        wanted = part.attributes.get("id", "")
        if not wanted:
            self._say(rules.ID_MISSING, part)
            wanted = f"activity-{len(self._used) + 1}"
        elif not is_iri(wanted):
            self._say(rules.ID_NOT_IRI, part, "id", id=wanted)
        identifier = wanted
        while identifier in self._used:
            self._copies[wanted] += 1
            identifier = f"{wanted}#{self._copies[wanted] + 1}"
        if identifier != wanted:
            self._say(rules.ID_TWICE, part, "id", id=wanted, other=identifier)
        self._used.add(identifier)
        return identifier

    def _type(self, part: Part) -> str | None:
        value = part.attributes.get("type", "")
        if value and not is_iri(value):
            self._say(rules.TYPE_NOT_IRI, part, "type", type=value)
            return None
        return value or None

    def _texts(self, parent: Part, name: str) -> Languages:
        """Return the names or descriptions of an activity by language, in order."""
        texts: Languages = {}
        for part in parent.named(name):
            language = part.attributes.get("lang") or "und"
            if part.text and language not in texts:
                texts[language] = part.text
                if language != "und":
                    self._languages[language] = None
        return texts

    def _title(self, part: Part, titles: Languages, identifier: str) -> str:
        title = next((" ".join(text.split()) for text in titles.values()), "")
        if not title:
            self._say(rules.NAME_MISSING, part, id=identifier)
            return identifier[:TITLE_CHARACTERS]
        if len(title) > TITLE_CHARACTERS:
            self._say(rules.NAME_LONG, part, count=len(title), limit=TITLE_CHARACTERS)
        return title[:TITLE_CHARACTERS]

    def _href(self, launches: list[Part], identifier: str) -> str | None:
        """Return what starts an activity: its first launch; every other has to be right too."""
        if len(launches) > 1:
            self._say(rules.LAUNCH_LANGUAGES, launches[0], id=identifier, count=len(launches))
        hrefs = [self._launch(part, identifier) for part in launches]
        return hrefs[0]

    def _launch(self, part: Part, identifier: str) -> str | None:
        href = part.text
        reference = resolve((), href)
        if reference.kind == "external":
            self._say(rules.LAUNCH_EXTERNAL, part, id=identifier, href=href)
            return external_url(reference.path, reference.tail)
        if reference.kind == "scheme":
            self._say(rules.LAUNCH_SCHEME, part, scheme=reference.path)
        elif reference.kind == "invalid":
            self._say(rules.LAUNCH_INVALID, part, href=href)
        else:
            return self._inside(part, identifier, reference)
        return None

    def _inside(self, part: Part, identifier: str, reference: Reference) -> str | None:
        """Return the address of a file of the package, as the content prefix takes it."""
        href = part.text
        match = self._files.meant(reference)
        if match is None:
            self._say(rules.LAUNCH_MISSING, part, id=identifier, href=href)
            return None
        if reference.untidy:
            self._say(rules.LAUNCH_NORMALISED, part, href=href)
        if not match.exact:
            self._say(rules.LAUNCH_CASE, part, href=href, name=match.name)
            self.aliases[reference.path] = match.name
        return launch_url(match.name, reference.tail)
