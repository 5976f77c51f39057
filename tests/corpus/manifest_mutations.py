"""Deliberate one-way mutations of a descriptor: each does one thing that an author might do wrong.

A mutation takes a copy of a tree, changes one place of it and returns what it did; None where it
found nothing to change. Some leave the descriptor as good as it was.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Final

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from lxml.etree import _Element

Mutation = "Callable[[_Element, Random], str | None]"

VENDOR: Final = "https://example.org/vendor"
_XML: Final = "http://www.w3.org/XML/1998/namespace"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"

#: Values that are right for one type or another, and some that are right for none.
VALUES: Final = (
    *("", " ", "x", "a b", "1a", "имя", "Имя-1", "a(b)", " I1 ", "_", "-a", "a:b", "Ѐ", "O1", "R1"),
    *("true", "false", "TRUE", "1", "0", " true ", "yes", "да"),
    *("0.75", "-0.5", "1.0", "1.0001", "-1", "-1.1", "2", "0,5", "1e1", ".5", "1.", "+1", "80%"),
    *("007", "-0", "1.5", "9" * 30, "2147483648", "--1"),
    *("PT1H", "P1D", "P", "PT", "PT1.5S", "PT1.5M", "P1W", "-P1D", "P1YT", "01:30:00"),
    *("2024-02-29T00:00:00", "2023-02-29T00:00:00", "2024-05-31", "2024-05-31T25:00:00"),
    *("2024-05-31T09:00:00Z", "2024-05-31T24:00:00", "31.05.2024", "2024", "2024-13"),
    *("en", "ru-RU", "ru_RU", "none", "x-none", "русский", "abcdefghi"),
    *(
        "a.html",
        "a b.html",
        "a%20b",
        "a%zz",
        "http://[x",
        "a#b#c",
        "C:\\a",
        "?a=1",
        "страница",
        "1:2",
    ),
    *("exit,message", "exit, message", "continue", "sco", "SCO", "asset", "always", "noOp", "all"),
    *("satisfied", "Satisfied", " satisfied ", "skip", "retry", "exitAll", "suspendAll", "never"),
    *(
        "aicc_script",
        "URI",
        "LOMv1.0",
        "LOMv1.1",
        "ADL SCORM",
        "1.2",
        "draft",
        "very low",
        "very  low",
    ),
    *("Passed", "passed", "AnyWindow", "final", "browser", "7"),
    *("x" * 14, "x" * 21, "x" * 101, "x" * 201, "x" * 256, "x" * 1001, "x" * 2001, "я" * 200),
)


def _pick(root: _Element, random: Random, *, below: bool = False) -> _Element | None:
    """Return an element; `below` the root, if so."""
    elements = list(root.iter("{*}*"))[1 if below else 0 :]
    return random.choice(elements) if elements else None


def delete_element(root: _Element, random: Random) -> str | None:
    element = _pick(root, random, below=True)
    above = None if element is None else element.getparent()
    if element is None or above is None:
        return None
    above.remove(element)
    return f"deleted {element.tag}"


def double_element(root: _Element, random: Random) -> str | None:
    element = _pick(root, random, below=True)
    if element is None:
        return None
    element.addnext(copy.deepcopy(element))
    return f"doubled {element.tag}"


def swap_elements(root: _Element, random: Random) -> str | None:
    element = _pick(root, random, below=True)
    other = None if element is None else element.getnext()
    if element is None or other is None:
        return None
    other.addnext(element)
    return f"moved {element.tag} behind {other.tag}"


def move_element(root: _Element, random: Random) -> str | None:
    """Move an element to another place of the document."""
    element, target = _pick(root, random, below=True), _pick(root, random)
    if element is None or target is None or element in [target, *target.iterancestors()]:
        return None
    target.insert(random.randint(0, len(target)), element)
    return f"moved {element.tag} into {target.tag}"


def copy_element(root: _Element, random: Random) -> str | None:
    """Copy an element to another place, without its attributes."""
    element, target = _pick(root, random, below=True), _pick(root, random)
    if element is None or target is None:
        return None
    target.insert(random.randint(0, len(target)), etree.Element(element.tag))
    return f"put an empty {element.tag} into {target.tag}"


def rename_element(root: _Element, random: Random) -> str | None:
    element, other = _pick(root, random), _pick(root, random)
    if element is None or other is None:
        return None
    uri, brace, name = str(element.tag).rpartition("}")
    names = (name.swapcase(), name + "s", name[:-1] or "a", name.capitalize(), "wrong")
    before = element.tag
    element.tag = random.choice([f"{uri}{brace}{new}" for new in names] + [str(other.tag)])
    return f"renamed {before} to {element.tag}"


def change_namespace(root: _Element, random: Random) -> str | None:
    element, other = _pick(root, random), _pick(root, random)
    if element is None or other is None:
        return None
    name = str(element.tag).rpartition("}")[2]
    before = element.tag
    uri = random.choice([VENDOR, "", str(other.tag)[1:].partition("}")[0]])
    element.tag = f"{{{uri}}}{name}" if uri else name
    return f"{before} became {element.tag}"


def add_vendor_element(root: _Element, random: Random) -> str | None:
    target, inner = _pick(root, random), _pick(root, random, below=True)
    if target is None:
        return None
    element = etree.Element(f"{{{VENDOR}}}colour", {"id": "x"})
    if inner is not None and random.random() < 0.3:
        element.append(copy.deepcopy(inner))
    place = len(target) if random.random() < 0.6 else random.randint(0, len(target))
    target.insert(place, element)
    return f"put a vendor's element into {target.tag} at {place}"


def drop_attribute(root: _Element, random: Random) -> str | None:
    element = _pick_with_attributes(root, random)
    if element is None:
        return None
    name = random.choice(sorted(map(str, element.attrib)))
    del element.attrib[name]
    return f"dropped {name} of {element.tag}"


def add_attribute(root: _Element, random: Random) -> str | None:
    element, other = _pick(root, random), _pick_with_attributes(root, random)
    if element is None or other is None:
        return None
    borrowed = random.choice(sorted(map(str, other.attrib)))
    name = random.choice([
        "wrong", f"{{{VENDOR}}}colour", f"{{{_XML}}}lang", f"{{{_XML}}}space", f"{{{_XML}}}base",
        f"{{{_XSI}}}nil", "uniqueElementName", borrowed, borrowed, borrowed,
    ])  # fmt: skip
    value = other.get(borrowed) or "" if name == borrowed else random.choice(VALUES)
    element.set(name, value)
    return f"set {name} of {element.tag} to {value!r}"


def rename_attribute(root: _Element, random: Random) -> str | None:
    element = _pick_with_attributes(root, random)
    if element is None:
        return None
    name = random.choice(sorted(map(str, element.attrib)))
    value = element.attrib.pop(name)
    uri, brace, local = name.rpartition("}")
    new = random.choice([
        f"{uri}{brace}{local.swapcase()}", f"{uri}{brace}{local}s", local,
        f"{{{VENDOR}}}{local}", f"{uri}{brace}x",
    ])  # fmt: skip
    element.set(new, value)
    return f"renamed {name} of {element.tag} to {new}"


def change_attribute(root: _Element, random: Random) -> str | None:
    element = _pick_with_attributes(root, random)
    if element is None:
        return None
    name = random.choice(sorted(map(str, element.attrib)))
    value = random.choice(VALUES)
    element.set(name, value)
    return f"set {name} of {element.tag} to {value!r}"


def change_text(root: _Element, random: Random) -> str | None:
    """Change the text of an element that has no children."""
    leaves = [element for element in root.iter("{*}*") if not len(element)]
    if not leaves:
        return None
    element = random.choice(leaves)
    element.text = random.choice(VALUES)
    return f"wrote {element.text!r} into {element.tag}"


def add_stray_text(root: _Element, random: Random) -> str | None:
    element = _pick(root, random)
    if element is None:
        return None
    text = random.choice(("stray", "\n  ", "текст", "\u00a0"))
    if len(element) and random.random() < 0.5:
        child = element[random.randrange(len(element))]
        child.tail = (child.tail or "") + text
    else:
        element.text = (element.text or "") + text
    return f"wrote {text!r} into {element.tag}"


def _pick_with_attributes(root: _Element, random: Random) -> _Element | None:
    elements = [element for element in root.iter("{*}*") if element.attrib]
    return random.choice(elements) if elements else None


MUTATIONS: Final[tuple[Callable[[_Element, Random], str | None], ...]] = (
    delete_element,
    double_element,
    swap_elements,
    move_element,
    copy_element,
    rename_element,
    change_namespace,
    add_vendor_element,
    drop_attribute,
    add_attribute,
    rename_attribute,
    change_attribute,
    change_attribute,
    change_attribute,
    change_text,
    change_text,
    add_stray_text,
)


def mutated(data: bytes, random: Random) -> tuple[bytes, str]:
    """Return a descriptor with one mutation, and what it is."""
    while True:
        root = etree.fromstring(data)
        done = random.choice(MUTATIONS)(root, random)
        if done is not None:
            return etree.tostring(root), done
