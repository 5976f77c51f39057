"""Whatever the bytes of a descriptor are, they are mended or refused, and the mended is sound."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from packager.encodings import decode_xml
from packager.mend import MendedXml, decode_text, mended_xml
from tests.spec.packages.fuzzing import check_findings, fuzzed

PIECES = [
    "<m>",
    "</m>",
    "<a b='c'/>",
    "<a b='x & y'>",
    "</a>",
    "&",
    "&amp;",
    "&nbsp;",
    "&foo;",
    "&#0;",
]
PIECES += [
    "&#x41;",
    "<",
    "< ",
    ">",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?x",
    "?>",
    "\n",
    "\r\n",
    "\r",
]
PIECES += ["<?xml version='1.0'?>", "<?xml version='1.0' encoding='windows-1251'?>", "<!DOCTYPE m>"]
PIECES += [
    "<?xml version='1.0' encoding='utf-16'?>",
    "\x00",
    "\x0b",
    "\ufeff",
    "\ufffe",
    "Ёж",
    "text ",
]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1251", "cp866", "koi8-r"]
LINES = re.compile(r"\r\n|\r|\n")


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    """A document that is nearly XML, in some encoding, maybe with bytes changed."""
    inside = "".join(draw(st.lists(st.sampled_from(PIECES), max_size=12)))
    front = "".join(draw(st.lists(st.sampled_from(PIECES), max_size=2)))
    text = draw(st.sampled_from([f"{front}<m>{inside}</m>", front + inside]))
    data = bytearray(text.encode(draw(st.sampled_from(ENCODINGS)), "replace"))
    for _ in range(draw(st.integers(0, 2))):
        if data:
            data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
    return bytes(data)


def check(data: bytes, mended: MendedXml) -> None:
    check_findings(mended.findings)
    if mended.root is None:
        assert mended.findings[-1].severity == "error"
        assert mended.data is None
        return
    assert all(finding.severity != "error" for finding in mended.findings)
    assert (mended.data is not None) == any(finding.mended for finding in mended.findings)
    text = decode_xml(data, "m.xml").text
    assert text is not None
    lines = LINES.split(text)
    for finding in mended.findings:
        if finding.column is not None:
            assert finding.line is not None
            assert finding.column <= len(lines[finding.line - 1]) + 1
    if mended.data is not None:
        again = mended_xml(mended.data, "m.xml", limit=1 << 20)
        assert (again.findings, again.data) == ([], None)
        assert len(LINES.split(mended.data.decode())) == len(lines)


@given(data=documents())
@fuzzed
def test_any_document_is_mended_soundly_or_refused(data: bytes) -> None:
    check(data, mended_xml(data, "m.xml", limit=1 << 20))


@given(data=st.binary(max_size=200))
@fuzzed
def test_any_bytes_are_mended_soundly_or_refused(data: bytes) -> None:
    check(data, mended_xml(data, "m.xml", limit=1 << 20))


@given(data=st.one_of(documents(), st.binary(max_size=200)))
@fuzzed
def test_any_text_is_decoded(data: bytes) -> None:
    text, findings = decode_text(data, "c.crs")
    assert text.encode("utf-8", "surrogatepass").decode("utf-8", "surrogatepass") == text
    check_findings(findings)
