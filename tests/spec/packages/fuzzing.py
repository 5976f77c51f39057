"""Descriptors at random, and what must be true of whatever a reader says about them."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from packager.mend import MendedXml, mended_xml
from packager.model import from_json, to_json
from packager.places import placed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from packager.findings import Finding
    from packager.read.course import ReadCourse

fuzzed = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))

VALUES = ["A", "B", "C", "index.html", "a.html", "../..", "?a=1", "#x", "true", "false", "-1", "0"]
VALUES += ["", "//evil", "http://[", "https://example.org/a", "%zz", "%D1%80", "C:\\x", "\\\\host"]
VALUES += ["javascript:a", "é я", "a&b", " ", "1e9", "0.5", "2", "9" * 40, "a b", "\u202e", "P1D"]
VALUES += ["urn:a", "http://example.org/a", "0000:30:00", "PT30M", "T" * 1100, "en", "и" * 300]


@st.composite
def trees(
    draw: st.DrawFn, root: str, names: Sequence[str], attributes: Sequence[str], declared: str
) -> str:
    """A document whose elements and attributes are of known names, in any order and number."""
    left = draw(st.integers(1, 40))

    def element(name: str, depth: int) -> str:
        nonlocal left
        left -= 1
        given = draw(st.lists(st.sampled_from(attributes), max_size=4, unique=True))
        written = "".join(f" {a}={quoteattr(draw(st.sampled_from(VALUES)))}" for a in given)
        inside = draw(st.sampled_from(["", "\n", escape(draw(st.sampled_from(VALUES)))]))
        while left > 0 and depth < 8 and draw(st.integers(0, 3)):
            inside += element(draw(st.sampled_from(names)), depth + 1)
        return f"<{name}{declared if depth == 0 else ''}{written}>{inside}</{name}>"

    return element(root, 0)


def parsed(document: str, file: str) -> MendedXml:
    """The tree of a document that is XML."""
    text = mended_xml(document.encode(), file, limit=10 << 20)
    assert text.source is not None
    return text


def check_read(read: ReadCourse, text: MendedXml, file: str, files: Sequence[str]) -> None:
    """Hold what must be true of every reading: places that are there, a course that can be kept."""
    check_findings(read.findings)
    sources = {file: text.source}.get
    for finding in placed(read.findings, sources):
        if finding.element is not None and finding.file == file:
            assert finding.source is not None, finding
            assert finding.column is not None
    if read.course is None:
        assert any(finding.severity == "error" for finding in read.findings)
        return
    assert from_json(to_json(read.course)) == read.course
    assert set(read.aliases.values()) <= set(files)


def check_findings(findings: Sequence[Finding]) -> None:
    """Hold that findings can be shown as they are."""
    for finding in findings:
        for character in finding.text.en + finding.text.ru + (finding.file or ""):
            category = unicodedata.category(character)
            assert category[0] != "C", finding
            assert category not in ("Zl", "Zp"), finding
        assert len(finding.text.ru) < 2_000
        assert finding.line is None or finding.line > 0
