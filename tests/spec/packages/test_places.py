"""Findings say the line and column of the file as the author has it, and show the line."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from cursus.texts import Text
from packager.findings import Finding
from packager.mend import mended_xml
from packager.places import excerpt, placed
from tests.manifests import manifest_12
from tests.spec.packages.samples_mending import AICC_FILES
from tests.zip_builder import File, build_zip

if TYPE_CHECKING:
    from tests.spec.packages.conftest import Look

_SAID = Text("a", "а")


def finding(element: str | None, line: int | None = None, column: int | None = None) -> Finding:
    return Finding("a.b", "error", _SAID, _SAID, "m.xml", line, column, element)


def place(text: str, element: str) -> tuple[int | None, int | None, str | None]:
    source = mended_xml(text.encode(), "m.xml", limit=10 << 20).source
    (found,) = placed([finding(element)], {"m.xml": source}.get)
    return found.line, found.column, found.source


TREE = """<?xml version="1.0"?>
<m xmlns:p="q">
  <a x="1"
     y = '2' p:z="3"/> <a/>
\t<b><a/><p:a x="q"/></b>
  <!-- <a> --><ж><a к="1"/></ж>
</m>"""

PLACES = {
    "/m": (2, 1, '<m xmlns:p="q">'),
    "/m/a": (3, 3, '  <a x="1"'),
    "/m/a[1]": (3, 3, '  <a x="1"'),
    "/m/a[2]": (4, 24, "     y = '2' p:z=\"3\"/> <a/>"),
    "/m/a[1]/@x": (3, 6, '  <a x="1"'),
    "/m/a[1]/@y": (4, 6, "     y = '2' p:z=\"3\"/> <a/>"),
    "/m/a[1]/@z": (4, 14, "     y = '2' p:z=\"3\"/> <a/>"),
    "/m/a[1]/@missing": (3, 3, '  <a x="1"'),
    "/m[1]/b[1]/a[2]": (5, 9, ' <b><a/><p:a x="q"/></b>'),
    "/m/ж/a/@к": (6, 21, '  <!-- <a> --><ж><a к="1"/></ж>'),
    "/m/b[2]": (None, None, None),
    "/x": (None, None, None),
    "": (None, None, None),
}


@pytest.mark.parametrize("element", PLACES)
def test_an_element_or_attribute_is_found_by_its_path(element: str) -> None:
    assert place(TREE, element) == PLACES[element]


MENDED = {
    "<m>\n<b>a & b & c</b><a/></m>": ("/m/a", 2, 17),
    "<m>\n<b>&nbsp;</b><a/></m>": ("/m/a", 2, 14),
    "<m>\n\x01<b/>\x02<a/></m>": ("/m/a", 2, 7),
    "<m>\n<b x='&'/><a y='a&b' z='c'/></m>": ("/m/a/@z", 2, 22),
    "\n<?xml version='1.0'?><m><a/></m>": ("/m/a", 2, 25),
    "Notice\n<?xml version='1.0'?><m><a/></m>": ("/m/a", 2, 25),
    "<m>\r<b/>\r\n&<a/></m>": ("/m/a", 3, 2),
}


@pytest.mark.parametrize("text", MENDED)
def test_places_in_a_mended_text_are_those_of_the_file(text: str) -> None:
    element, line, column = MENDED[text]
    found = place(text, element)
    assert found[:2] == (line, column)
    whole = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[line - 1]
    assert whole[column - 1 :].startswith(("<a", "z"))


@pytest.mark.parametrize("encoding", ["cp1251", "utf-16", "koi8-r", "utf-8-sig"])
@pytest.mark.parametrize("said", ["", "<?xml version='1.0' encoding='koi8-r'?>"])
def test_places_count_characters_whatever_the_encoding(encoding: str, said: str) -> None:
    text = f"{said}\n<m>\n<b>Ёж</b><a/></m>" if said else "<m>\n<b>Ёж</b><a/></m>"
    source = mended_xml(text.encode(encoding), "m.xml", limit=1000).source
    (found,) = placed([finding("/m/a")], {"m.xml": source}.get)
    assert found.column == 10
    assert found.source is not None
    assert found.source.endswith("<a/></m>")


def test_a_finding_that_knows_its_line_only_shows_it() -> None:
    (found,) = placed([finding(None, 2)], lambda _: "one\r\ntwo\r\nthree")
    assert (found.line, found.column, found.source) == (2, None, "two")


@pytest.mark.parametrize("line", [0, 4, 1_000_000])
def test_a_line_that_is_not_there_is_left_alone(line: int) -> None:
    (found,) = placed([finding(None, line)], lambda _: "one\ntwo\nthree")
    assert found.source is None


def test_findings_without_a_text_stay_as_they_are() -> None:
    before = finding("/m/a", 7)
    assert placed([before], lambda _: None) == [before]


LONG = "".join(chr(ord("a") + at % 26) for at in range(1000))


@pytest.mark.parametrize("column", [1, 119, 120, 121, 500, 1000])
def test_a_long_line_is_cut_around_the_column_and_the_mark_stands_there(column: int) -> None:
    found = Finding(
        "a.b", "error", _SAID, _SAID, line=1, column=column, source=excerpt(LONG, column)
    )
    assert found.source is not None
    assert found.caret is not None
    assert found.source[found.caret] == LONG[column - 1]
    assert len(found.source) <= 202


def test_what_cannot_be_seen_keeps_its_width() -> None:
    assert excerpt("a\tb\x00c\u202ed", None) == "a b\ufffdc\ufffdd"


def test_a_tree_of_many_elements_is_passed_once() -> None:
    text = "<m>" + "<a><b/></a>" * 100_000 + "<c/></m>"
    source = mended_xml(text.encode(), "m.xml", limit=10 << 20).source
    findings = [finding(f"/m/a[{number}]/b") for number in range(1, 100_000, 100)]
    begun = time.perf_counter()
    found = placed(findings, {"m.xml": source}.get)
    assert time.perf_counter() - begun < 2
    assert found[-1].column == 4 + 11 * 99_900 + 3


def test_a_finding_of_a_package_points_into_its_manifest(look: Look) -> None:
    manifest = manifest_12().replace("<file ", '\n  <file href="lost & found.js"/>\n<file ')
    data = build_zip([File("imsmanifest.xml", manifest.encode()), File("index.html")])
    found = {f.rule: f for f in look(data).report.findings}
    ampersand, missing = found["xml.bare-ampersand"], found["scorm.file-missing"]
    assert ampersand.source == missing.source == '  <file href="lost & found.js"/>'
    assert ampersand.caret == '  <file href="lost & found.js"/>'.index("&")
    assert missing.line == ampersand.line
    assert missing.column in (3, 9)


def test_a_finding_in_a_table_of_aicc_shows_its_row(look: Look) -> None:
    files = AICC_FILES | {"c.au": AICC_FILES["c.au"].replace(b"index.html", b"lost.html")}
    data = build_zip([File(name, content) for name, content in files.items()])
    missing = next(f for f in look(data).report.findings if f.severity == "error")
    assert (missing.file, missing.line) == ("c.au", 2)
    assert missing.source is not None
    assert "lost.html" in missing.source
