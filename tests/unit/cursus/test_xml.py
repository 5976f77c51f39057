from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from cursus.xml import TOO_MANY, XmlFault, parse

if TYPE_CHECKING:
    from pathlib import Path

LIMIT = 10 << 20


def _nested_entities(depth: int) -> bytes:
    entities = ['<!ENTITY e0 "lol">']
    entities += [f'<!ENTITY e{level + 1} "{f"&e{level};" * 10}">' for level in range(depth)]
    return f"<!DOCTYPE l [{''.join(entities)}]><l>&e{depth};</l>".encode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1251", "koi8-r"])
def test_text_is_read_in_the_encoding_that_it_names(encoding: str) -> None:
    name = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{name}"?><title>Охрана труда</title>'
    assert parse(text.encode(encoding), limit=LIMIT).text == "Охрана труда"


def test_comments_and_instructions_are_left_out_and_the_text_stays_whole() -> None:
    root = parse(b"<a>x<!-- c -->y<?pi?>z<![CDATA[<w>]]><b/></a>", limit=LIMIT)
    assert root.text == "xyz<w>"
    assert [child.tag for child in root] == ["b"]


def test_elements_know_their_line() -> None:
    assert str(parse(b"<a>\n\n  <b/>\n</a>", limit=LIMIT)[0].sourceline) == "3"


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        (b"", 1, 1),
        (b"<a>\n  <b></a>", 2, 10),
        (b"<a>&unknown;</a>", 1, 13),
        (b"<a>\0</a>", 1, 4),
        (b" <?xml version='1.0'?><a/>", 1, 7),
        (b"<a b='1' b='2'/>", 1, 14),
        (b"<a/><b/>", 1, 5),
        (b'{"not": "xml"}', 1, 1),
    ],
)
def test_what_is_malformed_is_refused_at_its_place(text: bytes, line: int, column: int) -> None:
    with pytest.raises(XmlFault) as fault:
        parse(text, limit=LIMIT)
    assert fault.value.line == line
    assert abs(fault.value.column - column) <= 4  # libxml2 points somewhere at the fault
    assert "not well-formed" in fault.value.text.en
    assert "XML" in fault.value.text.ru


@pytest.mark.parametrize(
    "text",
    [
        b"<!DOCTYPE manifest><manifest/>",
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1:1/evil.dtd"><a/>',
        b'<!DOCTYPE a PUBLIC "-//X//EN" "http://127.0.0.1:1/evil.dtd"><a/>',
        b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        _nested_entities(3),
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16"),
    ],
)
def test_a_document_type_is_refused(text: bytes) -> None:
    with pytest.raises(XmlFault, match="DOCTYPE"):
        parse(text, limit=LIMIT)


def test_no_file_of_the_machine_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("top secret")
    for declaration in (
        f'<!ENTITY x SYSTEM "{secret.as_uri()}">',
        f'<!ENTITY % x SYSTEM "{secret.as_uri()}"> %x;',
    ):
        with pytest.raises(XmlFault) as fault:
            parse(f"<!DOCTYPE a [{declaration}]><a>&x;</a>".encode(), limit=LIMIT)
        assert "top secret" not in fault.value.text.en


def test_an_inclusion_is_an_element_like_any_other(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("top secret")
    include = f'<x:include href="{secret.as_uri()}" parse="text"/>'
    root = parse(
        f'<a xmlns:x="http://www.w3.org/2001/XInclude">{include}</a>'.encode(), limit=LIMIT
    )
    assert "top secret" not in "".join(map(str, root.itertext()))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(_nested_entities(20), id="billion laughs"),
        pytest.param(
            b'<!DOCTYPE a [<!ENTITY x "' + b"x" * 100_000 + b'">]><a>' + b"&x;" * 100_000 + b"</a>",
            id="quadratic blowup",
        ),
        pytest.param(
            _nested_entities(20).replace(b"<l>", b'<l a="&e20;">'), id="laughs in an attribute"
        ),
        pytest.param(b"<a>" * 100_000 + b"</a>" * 100_000, id="deep"),
        pytest.param(b"<a>" * 257 + b"</a>" * 257, id="just too deep"),
        pytest.param(b"<a>" + b"<b/>" * 2_000_000 + b"</a>", id="two million elements"),
        pytest.param(
            b"<a " + b" ".join(b'a%d="1"' % n for n in range(500_000)) + b"/>", id="attributes"
        ),
        pytest.param(b"<a>" + b"x" * LIMIT + b"</a>", id="too large"),
        pytest.param(b"<" * 9_000_000, id="nothing but brackets"),
    ],
)
def test_a_bomb_is_refused_within_a_second(text: bytes) -> None:
    started = time.process_time()
    with pytest.raises(XmlFault):
        parse(text, limit=LIMIT)
    assert time.process_time() - started < 1


def test_a_large_honest_manifest_is_read() -> None:
    files = b"".join(b'<file href="content/page%05d.html"/>' % number for number in range(20_000))
    assert len(parse(b"<resource>" + files + b"</resource>", limit=LIMIT)) == 20_000


def test_an_element_of_very_many_attributes_is_refused_at_once() -> None:
    """Listing them takes time by the square of their number."""
    attributes = " ".join(f'a{n}="1"' for n in range(3_000))
    with pytest.raises(XmlFault) as caught:
        parse(f"<a><b {attributes}/></a>".encode(), limit=1 << 20)
    assert caught.value.text is TOO_MANY
    spread = "".join(f'<b a="{n}"/>' for n in range(3_000))
    assert len(parse(f"<a>{spread}</a>".encode(), limit=1 << 20)) == 3_000
