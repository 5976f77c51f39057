"""Writing a cmi5 course structure from the course model. Pure.

The same course gives the same bytes: cmi5.xml in UTF-8, in the namespace of version 1 without a
prefix, attributes in a fixed order, indented. What cmi5 cannot say is named among the losses.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from lxml import etree

from cursus.texts import Text
from packager.model import Limits
from packager.read.cmi5 import NAME, NAMESPACE
from packager.read.cmi5_urls import is_iri
from packager.write.written import Written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from packager.model import Activity, Course, Languages

_LANGUAGE: Final = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")  # xs:language
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_URL_SAFE: Final = "$-_.+!*'(),;/?:@&=%#~"  # what cmi5 lets stand in a url
_MASTERY_TOP: Final = 100

_IDENTIFIERS: Final = Text(
    "Identifiers that are no IRIs are written as such below {base}.",
    "Идентификаторы, которые не являются IRI, записаны как IRI внутри {base}.",
)
_EMPTY: Final = Text(
    "{title}: holds nothing that can be started, and is left out.",
    "{title}: не содержит ничего запускаемого и пропускается.",
)
_BOTH: Final = Text(
    "{title}: holds other parts and starts something itself; it becomes a block with an AU of its"
    " own in front.",
    "{title}: содержит другие части и сам что-то запускает; он становится блоком, в начале"
    " которого стоит его AU.",
)
_ORGANIZATIONS: Final = Text(
    "Only the organization that is played is written.",
    "Записывается только воспроизводимая организация.",
)
# What a part may say that cmi5 has no word for: attribute of the model -> its name.
_UNSAID: Final = {
    "sequencing": Text("sequencing", "правила прохождения"),
    "prerequisites": Text("prerequisites", "предварительные условия"),
    "completions": Text("completion requirements", "условия завершения"),
    "completion_threshold": Text("the completion threshold", "порог завершения"),
    "limits": Text("limits of time and attempts", "ограничения времени и попыток"),
    "hide_ui": Text("hidden controls", "скрытые кнопки"),
    "data": Text("shared data", "общие данные"),
    "metadata": Text("metadata", "метаданные"),
}
_LOST: Final = Text("cmi5 cannot say: {what}.", "В cmi5 нельзя выразить: {what}.")
_NEGATIVE: Final = Text(
    "{title}: a passing score below 0 cannot be said and is left out.",
    "{title}: проходной балл ниже 0 выразить нельзя, он пропускается.",
)


def cmi5_files(course: Course) -> Written:
    """Return cmi5.xml for a course, and what of the course it does not say."""
    writer = _Writer(course)
    root = writer.write()
    etree.indent(root, "  ")
    data = b'<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tostring(root, encoding="utf-8")
    return Written({NAME: data + b"\n"}, writer.losses)


class _Writer:
    """Writes one course; losses gather here."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._root = course.organization.root
        wanted = course.identifier or course.organization.identifier
        self._base = wanted if is_iri(wanted) else f"urn:cursus:course:{quote(wanted, safe='')}"
        self._mapped = False
        self.losses: list[Text] = []

    def write(self) -> _Element:
        """Return the courseStructure."""
        structure = etree.Element(f"{{{NAMESPACE}}}courseStructure", nsmap={None: NAMESPACE})  # type: ignore[dict-item] # wrong in lxml-stubs
        course = _sub(structure, "course", id=self._base)
        self._texts(course, self._root, self._course.title, self._course.identifier)
        if self._course.objectives:
            holder = _sub(structure, "objectives")
            for objective in self._course.objectives:
                element = _sub(holder, "objective", id=self._iri(objective.identifier))
                _languages(element, "title", objective.titles)
                _languages(element, "description", objective.descriptions)
        children = self._root.children
        if self._root.href is not None:
            self._au(structure, self._root, self._own(self._base))
        for child in children:
            self._part(structure, child)
        self._tell()
        return structure

    def _tell(self) -> None:
        """Name what is lost of the course as a whole."""
        if self._mapped:
            self.losses.append(_IDENTIFIERS.format(base=self._base))
        if len(self._course.organizations) > 1:
            self.losses.append(_ORGANIZATIONS)
        said = {name for activity in self._root.walk() for name in _unsaid(activity)}
        if self._course.metadata:
            said.add("metadata")
        names = [name for key, name in _UNSAID.items() if key in said]
        if names:
            what = Text(", ".join(n.en for n in names), ", ".join(n.ru for n in names))
            self.losses.append(Text(_LOST.en.format(what=what.en), _LOST.ru.format(what=what.ru)))

    def _part(self, parent: _Element, activity: Activity) -> None:
        if activity.children:
            self._block(parent, activity)
        elif activity.href is None:
            self.losses.append(_EMPTY.format(title=activity.title))
        else:
            self._au(parent, activity, self._iri(activity.identifier))

    def _block(self, parent: _Element, activity: Activity) -> None:
        if all(below.href is None for below in activity.walk()):
            self.losses.append(_EMPTY.format(title=activity.title))
            return
        identifier = self._iri(activity.identifier)
        block = _sub(parent, "block", id=identifier)
        self._texts(block, activity, activity.title, activity.identifier)
        self._references(block, activity)
        if activity.href is not None:
            self.losses.append(_BOTH.format(title=activity.title))
            self._au(block, activity, self._own(identifier))
        for child in activity.children:
            self._part(block, child)

    def _au(self, parent: _Element, activity: Activity, identifier: str) -> None:
        score = self._mastery_score(activity)
        attributes = {
            "id": identifier,
            "moveOn": activity.move_on,
            "masteryScore": None if score is None else _decimal(score),
            "launchMethod": activity.launch_method,
            "activityType": activity.activity_type,
        }
        au = _sub(parent, "au", **{n: v for n, v in attributes.items() if v is not None})
        self._texts(au, activity, activity.title, activity.identifier)
        self._references(au, activity)
        _sub(au, "url").text = quote(activity.href or "", safe=_URL_SAFE)
        if activity.launch_data is not None:
            _sub(au, "launchParameters").text = _clean(activity.launch_data)
        if activity.entitlement_key is not None:
            _sub(au, "entitlementKey").text = _clean(activity.entitlement_key)

    def _mastery_score(self, activity: Activity) -> float | None:
        """Return the score that passes as cmi5 counts, 0..1."""
        score = activity.scaled_passing_score
        if score is None and activity.mastery_score is not None:
            score = activity.mastery_score / _MASTERY_TOP
        if score is not None and score < 0:
            self.losses.append(_NEGATIVE.format(title=activity.title))
            return None
        return score

    def _texts(self, element: _Element, activity: Activity, title: str, identifier: str) -> None:
        """Write title and description; a title that only repeats the identifier is none."""
        said = {"und": title} if title != identifier else {}
        _languages(element, "title", activity.titles or said)
        _languages(element, "description", activity.descriptions)

    def _references(self, element: _Element, activity: Activity) -> None:
        if activity.objectives:
            holder = _sub(element, "objectives")
            for identifier in activity.objectives:
                _sub(holder, "objective", idref=self._iri(identifier))

    def _iri(self, identifier: str) -> str:
        """Return an identifier as an IRI, the same for the same one."""
        if is_iri(identifier):
            return identifier
        self._mapped = True
        glue = "/" if "://" in self._base else ":"
        return f"{self._base}{glue}{quote(identifier, safe='')}"

    def _own(self, identifier: str) -> str:
        """Return the IRI of the AU of a part that is a block or the course too."""
        return f"{identifier}-au" if "#" in identifier else f"{identifier}#au"


def _sub(parent: _Element, name: str, /, **attributes: str) -> _Element:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    for key, value in attributes.items():
        element.set(key, _clean(value))
    return element


def _languages(parent: _Element, name: str, texts: Languages) -> None:
    """Write a title or a description, which has a text at least, if an empty one."""
    holder = _sub(parent, name)
    for language, text in (texts or {"und": ""}).items():
        tag = language.replace("_", "-")
        known = tag != "und" and _LANGUAGE.fullmatch(tag)
        _sub(holder, "langstring", **({"lang": tag} if known else {})).text = _clean(text)


def _unsaid(activity: Activity) -> Iterator[str]:
    """Yield the attributes of a part that have a value which cmi5 has no word for."""
    for name in _UNSAID:
        if getattr(activity, name) not in (None, (), Limits()):
            yield name


def _clean(text: str) -> str:
    """Return a text without the characters that XML cannot have."""
    return _NOT_XML.sub("", text)


def _decimal(number: float) -> str:
    """Return a number as xs:decimal has it, the shortest that is read as the same."""
    return format(Decimal(repr(number)).normalize(), "f")
