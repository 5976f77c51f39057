"""A statement's own bytes are kept; what an LRS adds is added to them."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrs.prepared import Prepared, account_authority, stored_text
from lrs.statement import DEPTH_LIMIT, Refusal, prepare, read_statements

if TYPE_CHECKING:
    from lrs.shapes import Version

AUTHORITY = account_authority("https://cursus.example.org", "key-1")
MADE = uuid.UUID("01900000-0000-7000-8000-000000000001")
STORED = 1_800_000_000_123_456  # 2027-01-15T08:00:00.123456Z
ID = "12345678-1234-5678-1234-567812345678"
REST = '"verb":{"id":"http://example.org/v"},"object":{"id":"http://example.org/a"}'
MINIMAL = '{"actor":{"mbox":"mailto:anna@example.org"},' + REST + "}"


def stored(text: str | bytes, version: Version = "1.0.3", put_id: str | None = None) -> bytes:
    """What is stored of one statement."""
    return b"".join(_stored(text, version, put_id))


def _stored(text: str | bytes, version: Version, put_id: str | None) -> list[bytes]:
    return [stored_text(STORED).join(each.text) for each in prepared(text, version, put_id=put_id)]


def prepared(
    text: str | bytes, version: Version = "1.0.3", *, put_id: str | None = None
) -> list[Prepared]:
    body = text if isinstance(text, bytes) else text.encode()
    read = read_statements(body, version, put_id=put_id)
    assert not isinstance(read, Refusal), read
    return [
        prepare(each, authority=AUTHORITY, version=version, new_id=lambda: MADE, put_id=put_id)
        for each in read
    ]


def refusal(text: str | bytes, version: Version = "1.0.3") -> Refusal:
    read = read_statements(text if isinstance(text, bytes) else text.encode(), version)
    assert isinstance(read, Refusal)
    return read


def with_result(extensions: str) -> str:
    return MINIMAL[:-1] + ',"result":{"extensions":' + extensions + "}}"


def test_what_came_stands_unchanged_before_what_is_added() -> None:
    text = '{ "timestamp" : "2026-01-31T12:30:00.5Z",\n' + MINIMAL[1:]
    kept = stored(" " + text + "\n").decode()
    assert kept.startswith(text[:-1])
    assert json.loads(kept[: len(text) - 1] + "}") == json.loads(text)


@pytest.mark.parametrize(
    "number", ["1e2", "2.50", "0.1e-10", "-0", "12345678901234567890123", "1.0", "1E+2"]
)
def test_numbers_are_kept_as_they_were_written(number: str) -> None:
    text = with_result('{"http://example.org/x":' + number + "}")
    assert f":{number}}}".encode() in stored(text)


@given(st.floats(allow_nan=False, allow_infinity=False), st.text())
def test_any_extension_comes_back_the_same(number: float, words: str) -> None:
    try:
        words.encode()
    except UnicodeEncodeError:  # a lone surrogate is not text; JSON parsers refuse it
        return
    value = {"urn:x": [number, words, {words: None}]}
    text = with_result(json.dumps(value))
    assert orjson.loads(stored(text))["result"]["extensions"] == value


@pytest.mark.clause("XAPI-DATA-2.4.7")
def test_a_statement_without_timestamp_gets_the_moment_of_storing() -> None:
    statement = orjson.loads(stored(MINIMAL))
    assert statement["timestamp"] == statement["stored"] == "2027-01-15T08:00:00.123456Z"


@pytest.mark.clause("XAPI-DATA-2.4.8")
@pytest.mark.clause("XAPI-DATA-2.4.9")
def test_stored_and_authority_are_ours_whatever_came() -> None:
    claimed = '"stored":"2020-01-01T00:00:00Z","authority":{"mbox":"mailto:boss@example.org"},'
    statement = orjson.loads(stored("{" + claimed + MINIMAL[1:]))
    assert statement["stored"] == "2027-01-15T08:00:00.123456Z"
    assert statement["authority"] == {
        "objectType": "Agent",
        "account": {"homePage": "https://cursus.example.org", "name": "key-1"},
    }
    assert stored("{" + claimed + MINIMAL[1:]).count(b'"stored"') == 1


@pytest.mark.parametrize(
    ("text", "version", "kept"),
    [
        (MINIMAL, "1.0.3", "1.0.0"),
        (MINIMAL, "2.0.0", "2.0.0"),
        ('{"version":"1.0.9",' + MINIMAL[1:], "1.0.3", "1.0.9"),
        ('{"version":"1.0.0",' + MINIMAL[1:], "2.0.0", "1.0.0"),
    ],
)
@pytest.mark.clause("XAPI-DATA-2.4.10")
def test_the_version_is_kept_or_that_of_the_protocol(
    text: str, version: Version, kept: str
) -> None:
    assert orjson.loads(stored(text, version))["version"] == kept


def test_a_statement_without_id_gets_a_new_one() -> None:
    (each,) = prepared(MINIMAL)
    assert each.id == MADE.bytes
    assert each.fresh
    assert orjson.loads(stored(MINIMAL))["id"] == str(MADE)


def test_an_id_in_capitals_is_kept_and_means_the_same() -> None:
    text = '{"id":"' + ID.upper() + '",' + MINIMAL[1:]
    (each,) = prepared(text)
    assert each.id == uuid.UUID(ID).bytes
    assert not each.fresh
    assert orjson.loads(stored(text))["id"] == ID.upper()


@pytest.mark.clause("XAPI-COM-2.1.1")
def test_a_put_gives_its_id_and_takes_no_other() -> None:
    assert orjson.loads(stored(MINIMAL, put_id=ID))["id"] == ID
    own = '{"id":"' + ID.upper() + '",' + MINIMAL[1:]
    assert orjson.loads(stored(own, put_id=ID))["id"] == ID.upper()
    read = read_statements(own.encode(), "1.0.3", put_id=str(MADE))
    assert isinstance(read, Refusal)
    assert read.fault.clause == "XAPI-COM-2.1.1"
    many = read_statements(f"[{MINIMAL}]".encode(), "1.0.3", put_id=ID)
    assert isinstance(many, Refusal)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("2026-01-31T15:30:00.123456789+03:00", "2026-01-31T12:30:00.123456789Z"),
        ("2026-01-01T00:30:00+10:30", "2025-12-31T14:00:00Z"),
        ("2026-01-31T12:30:00.000+00:00", "2026-01-31T12:30:00.000Z"),
        ("2026-01-31T12:30:00-0100", "2026-01-31T13:30:00Z"),
        ("2026-01-31T12:30:00.5Z", "2026-01-31T12:30:00.5Z"),
        ("2026-01-31T12:30:00", "2026-01-31T12:30:00"),
        ("0001-01-01T00:00:00+03:00", "0001-01-01T00:00:00+03:00"),
    ],
)
@pytest.mark.clause("XAPI-DATA-4.5")
def test_timestamps_are_told_in_utc_at_the_same_point_in_time(sent: str, kept: str) -> None:
    text = '{"timestamp":"' + sent + '",' + MINIMAL[1:]
    assert orjson.loads(stored(text))["timestamp"] == kept


@pytest.mark.clause("XAPI-DATA-2.4.6.2")
def test_a_single_context_activity_becomes_an_array_of_one() -> None:
    single = '{"id":"http://example.org/c" , "definition":{}}'
    context = '"context":{"contextActivities":{"parent":' + single + ',"other":[' + single + "]}}"
    statement = orjson.loads(stored(MINIMAL[:-1] + "," + context + "}"))
    wanted = [{"id": "http://example.org/c", "definition": {}}]
    assert statement["context"]["contextActivities"] == {"parent": wanted, "other": wanted}
    inner = '{"objectType":"SubStatement",' + MINIMAL[1:-1] + "," + context + "}"
    outer = MINIMAL.replace('{"id":"http://example.org/a"}', inner)
    kept = orjson.loads(stored(outer))["object"]["context"]["contextActivities"]
    assert kept == {"parent": wanted, "other": wanted}


@pytest.mark.parametrize(
    "text",
    [
        '{"verb":{"id":"http://example.org/v"},' + MINIMAL[1:],
        MINIMAL.replace('"mbox"', '"mbox":"mailto:b@example.org","mbox"'),
        MINIMAL.replace('"mbox"', '"m\\u0062ox":"mailto:b@example.org","mbox"'),
        with_result('{"urn:a":1,"urn:a":2}'),
        with_result('{"urn:a":{"x":1,"y":2,"x":3}}'),
        with_result('{"urn:a":":","urn:a":"::"}'),
        with_result('{"urn:a" :1,"urn:b":"\\":","urn:a":2}'),
        with_result('{"urn\\u003aa":1,"urn:a":2}'),
        with_result('{"urn:a":"\\u003A","urn:b":":","urn:b":""}'),
    ],
)
@pytest.mark.clause("XAPI-DATA-2.2-ONCE")
def test_a_property_that_stands_twice_is_refused(text: str) -> None:
    assert refusal(text).fault.clause == "XAPI-DATA-2.2-ONCE"


@given(
    value=st.dictionaries(
        st.sampled_from([":", "a:b", '":', "a", "\\u003a", "\\", "б:"]),
        st.sampled_from([":", '":', 1, None, [":"], {":": ":"}, "\\u003a", 10**30]),
    ),
    colon=st.sampled_from([":", " : ", "\t:"]),
    ascii_only=st.booleans(),
)
@pytest.mark.clause("XAPI-DATA-2.2-ONCE")
def test_colons_in_keys_and_strings_are_no_second_property(
    value: dict[str, object], colon: str, *, ascii_only: bool
) -> None:
    text = json.dumps({"urn:x": value}, separators=(",", colon), ensure_ascii=ascii_only)
    assert len(prepared(with_result(text))) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xef\xbb\xbf" + MINIMAL.encode(),
        MINIMAL.encode() + b"x",
        MINIMAL.encode("utf-16"),
        with_result('{"urn:x":NaN}').encode(),
        with_result('{"urn:x":Infinity}').encode(),
        with_result('{"urn:x":"\\ud800"}').encode(),
        with_result('{"urn:x":"').encode() + b"\xff" + b'"}}}',
        MINIMAL.replace("}", ",}", 1).encode(),
        b"[" * 100_000,
    ],
)
def test_what_is_not_json_in_utf_8_is_refused(body: bytes) -> None:
    refusal(body)


@pytest.mark.parametrize("body", ["null", "7", '"x"', "true", "[[]]", "[1]", "{}", "[{}]"])
@pytest.mark.clause("XAPI-DATA-2.2-TYPES")
def test_what_is_no_statement_is_refused(body: str) -> None:
    refusal(body)


@pytest.mark.parametrize("depth", [DEPTH_LIMIT, 250, 900, 1000, 5000])
def test_nesting_beyond_the_limit_is_refused_and_never_an_error(depth: int) -> None:
    for text in (
        with_result('{"urn:x":' + "[" * depth + "]" * depth + "}"),
        with_result('{"urn:x":' * depth + "1" + "}" * depth),
    ):
        refusal(text)
        assert refusal(f"[{MINIMAL},{text}]").place in (1, None)


def test_nesting_within_the_limit_is_accepted() -> None:
    depth = DEPTH_LIMIT - 3
    assert prepared(with_result('{"urn:x":' + "[" * depth + "]" * depth + "}"))


@pytest.mark.clause("XAPI-COM-3.2")
def test_a_batch_is_refused_whole_and_says_which_statement_it_was() -> None:
    assert refusal(f"[{MINIMAL},{MINIMAL},{{}}]").place == 2


@pytest.mark.clause("XAPI-COM-2.1.2")
def test_two_statements_of_a_batch_with_one_id_are_refused() -> None:
    own = '{"id":"' + ID + '",' + MINIMAL[1:]
    found = refusal(f"[{own},{MINIMAL},{own.replace(ID, ID.upper())}]")
    assert (found.fault.clause, found.place) == ("XAPI-COM-2.1.2", 2)


def test_a_batch_keeps_each_statements_own_bytes_in_order() -> None:
    texts = [with_result('{"urn:x": ' + f"{place}.50}}") for place in range(50)]
    kept = _stored("[ " + " , ".join(texts) + " ]", "1.0.3", None)
    assert [text.encode()[:-1] for text in texts] == [
        each[: len(text) - 1] for each, text in zip(kept, texts, strict=True)
    ]


def test_an_empty_batch_is_no_statement_at_all() -> None:
    assert prepared("[]") == []
