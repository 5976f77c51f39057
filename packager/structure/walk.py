"""The walk over a descriptor: what in it is not as the tables have it.

One fault of the author is one fault here: what stands in an element that does not belong there is
passed over, an element under a wrong name is not also missed under the right one, a list out of
order is told once, and a namespace that nothing knows once for the file. Each kind of fault is
told up to a bound and then only counted; time is linear in the size of the descriptor whatever is
in it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from cursus.texts import Text
from packager.rules import structure as rules
from packager.structure.attributes import AttributeJudge, say_foreign, say_value
from packager.structure.faults import Fault, Faults
from packager.structure.order import Doctor, say_unknown
from packager.structure.paths import local_name
from packager.structure.schema import UNKNOWN
from packager.structure.simple import WHITE, collapse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from packager.structure.content import Model, State
    from packager.structure.schema import ElementType, Schema
    from packager.structure.simple import Simple

__all__ = ["Fault", "faults", "follows"]

_WHITE_SPACE: Final = Text("(white space)", "(пробелы)")
_SHOWN: Final = 5  # of characters that are not seen
_NOTHING: Final = Text("nothing", "ничего")
_TEXT: Final = Text("text alone", "только текст")


def faults(root: _Element, schema: Schema) -> list[Fault]:
    """Return what in a tree is not as the tables of a standard have it.

    The root may be any element that the tables let stand by itself, a `lom` for example.
    """
    walk = _Walk(schema)
    walk.judge(root)
    return walk.faults.all()


def follows(root: _Element, schema: Schema) -> bool:
    """Return whether all of a tree is as the tables of a standard have it."""
    walk = _Walk(schema)
    walk.judge(root, until_first=True)
    return not walk.faults


class _Frame:
    """An element whose children are being judged."""

    __slots__ = ("children", "copied", "element", "seen", "stand_ins", "state", "type")

    def __init__(self, element: _Element, type_: ElementType, *, copied: bool) -> None:
        self.element = element
        self.type = type_
        self.copied = copied  # it, or one that it stands in, has the identifier of another
        self.children: Iterator[_Element] = element.iterchildren()
        # Where its children have led to; None once they were diagnosed or where they lead nowhere
        self.state: State | None = type_.model.start if type_.model else None
        # Once they were diagnosed: what to pass over
        self.stand_ins: frozenset[str] = frozenset()
        self.seen: set[str] = set()  # of those that may stand once


class _Walk:
    def __init__(self, schema: Schema) -> None:
        self.faults = Faults()
        self._schema = schema
        self._foreign: set[str] = set()  # namespaces that have been told of
        self._attributes = AttributeJudge(schema, self.faults, self._foreign)

    def judge(self, root: _Element, *, until_first: bool = False) -> None:
        type_ = self._schema.elements.get(str(root.tag))
        if type_ is None:
            self._wrong_root(root)
            return
        copied = self._attributes.judge(root, type_, copied=False)
        stack = [self._open(root, type_, copied=copied)]
        while stack:
            if until_first and self.faults:
                return
            below = self._next(stack[-1])
            if below is None:
                stack.pop()
            else:
                stack.append(below)
        self._attributes.finish()

    def _wrong_root(self, root: _Element) -> None:
        tag = str(root.tag)
        elements = list(self._schema.elements)
        names = [name for name in elements if local_name(name) == local_name(tag)]
        uri, _, local = (names or elements)[0].rpartition("}")
        self.faults.add(
            rules.WRONG_ROOT,
            root,
            name=tag,
            standard=self._schema.title,
            expected=f'<{local} xmlns="{uri[1:]}">',
        )

    def _open(self, element: _Element, type_: ElementType, *, copied: bool) -> _Frame:
        """Judge the text that an element begins with, and begin with its children."""
        frame = _Frame(element, type_, copied=copied)
        self._begin(element, type_)
        model = type_.model
        if model is not None and model.any_order:
            counts = Counter(str(child.tag) for child in element)
            too_many = len(counts) < len(element) and any(counts[tag] > 1 for tag in model.single)
            if too_many or any(tag not in counts for tag in model.least):
                self._diagnose(frame, model)
        return frame

    def _next(self, frame: _Frame) -> _Frame | None:
        """Judge children up to the first that has some of its own; None after the last."""
        type_ = frame.type
        textless = type_.model is not None and not type_.mixed
        judge = self._attributes.judge
        for child in frame.children:
            if textless and (tail := child.tail) and tail.strip(WHITE):
                self._stray(frame.element, tail)
            tag: object = child.tag
            if not isinstance(tag, str):
                continue  # a comment
            state = frame.state
            if state is not None and (step := state.moves.get(tag)) is not None:
                frame.state, below = step
            else:
                found = self._unusual(frame, child, tag)
                if found is None:
                    self._attributes.pass_over(child)
                    continue
                below = found
            copied = judge(child, below, copied=frame.copied)
            if len(child):
                return self._open(child, below, copied=copied)
            self._begin(child, below)
            model = below.model
            if model is not None and (not model.start.ends or model.least):
                self._empty(child, below, model)
        if frame.state is not None and not frame.state.ends and type_.model is not None:
            self._diagnose(frame, type_.model)
        return None

    def _begin(self, element: _Element, type_: ElementType) -> None:
        """Judge the text of an element, as far as its first child."""
        if type_.simple is not None:
            self._value(element, type_.simple, type_)
        elif (
            not type_.mixed
            and (text := element.text)
            and (type_.model is None or text.strip(WHITE))  # an empty one has not even white space
        ):
            self._stray(element, text)

    def _value(self, element: _Element, simple: Simple, type_: ElementType) -> None:
        value = element.text or ""
        for comment in element:
            tag: object = comment.tag
            if not isinstance(tag, str):
                value += comment.tail or ""
        if not value and type_.default is not None:
            return
        wrong = simple.judge and simple.judge(value)
        if wrong:
            say_value(self.faults, wrong, simple, element, value)

    def _stray(self, element: _Element, text: str) -> None:
        if not self.faults.has_room(rules.STRAY_TEXT):
            self.faults.count(rules.STRAY_TEXT)
            return
        value: str | Text = collapse(text) or _WHITE_SPACE
        if isinstance(value, str) and value.isspace():
            value = " ".join(f"U+{ord(character):04X}" for character in value[:_SHOWN])
        name = self._schema.name(str(element.tag))
        self.faults.add(rules.STRAY_TEXT, element, parent=name, value=value)

    def _unusual(self, frame: _Frame, child: _Element, tag: str) -> ElementType | None:
        """Return the type of a child that does not simply come next, None to pass it over."""
        type_, model = frame.type, frame.type.model
        if type_.anything:
            return self._schema.elements.get(tag, UNKNOWN)
        if model is None:
            self._childless(frame, child, tag)
            return None
        other = tag[0] == "{" and not tag.startswith(model.uri)
        if frame.state is not None:
            if other and frame.state.other is not None:
                frame.state = frame.state.other
            else:
                before = child.itersiblings(preceding=True)
                frame.seen = set(model.single.intersection(str(sibling.tag) for sibling in before))
                self._diagnose(frame, model)
        if tag in frame.seen or tag in frame.stand_ins:
            return None
        if other:
            return self._of_other_namespace(child, tag, type_) if model.other else None
        if tag in model.single:
            frame.seen.add(tag)
        return model.types.get(tag)

    def _childless(self, frame: _Frame, child: _Element, tag: str) -> None:
        """Say once that an element has children that may have text alone, or nothing."""
        if not frame.seen:
            frame.seen.add(tag)
            self.faults.add(
                rules.UNEXPECTED_ELEMENT,
                child,
                name=self._schema.name(tag),
                parent=self._schema.name(str(frame.element.tag)),
                expected=_NOTHING if frame.type.simple is None else _TEXT,
            )

    def _of_other_namespace(
        self, child: _Element, tag: str, type_: ElementType
    ) -> ElementType | None:
        known = self._schema.elements.get(tag)
        if known is not None:
            return known
        if type_.wild == "lax":
            return UNKNOWN
        uri = tag[1:].partition("}")[0]
        if uri in self._schema.prefixes:
            say_unknown(self.faults, self._schema, child, uri)
        elif uri not in self._foreign:
            self._foreign.add(uri)
            say_foreign(self.faults, self._schema, child, tag)
        return None

    def _empty(self, element: _Element, type_: ElementType, model: Model) -> None:
        """Say what is missing in an element that has no children."""
        if self.faults.has_room(rules.MISSING_ELEMENT):
            Doctor(element, type_, model, self._schema, self.faults).diagnose()
        else:
            self.faults.count(rules.MISSING_ELEMENT, len(model.least) or 1)

    def _diagnose(self, frame: _Frame, model: Model) -> None:
        """Say what is wrong with the children; from then on each is judged by its name."""
        doctor = Doctor(frame.element, frame.type, model, self._schema, self.faults)
        frame.stand_ins = doctor.diagnose()
        frame.state = None
