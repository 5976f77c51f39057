"""aicc_script: what may be written, what it means, and what is no script.

Meanings are those of SCORM 1.2 CAM 2.3.2.5.1, which took them over from CMI001.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packager.prerequisites import (
    CHARACTERS,
    DEPTH,
    LENGTH,
    AllOf,
    AnyOf,
    AtLeast,
    Element,
    Fault,
    HasStatus,
    Not,
    SameStatus,
    Script,
    Scripts,
    Status,
    parse_script,
    status_of,
)

S34, S35, S36 = Element("S34"), Element("S35"), Element("S36")

#: script, what it means, its canonical form
MEANINGS = [
    ("S34", S34, "S34"),
    ("  S34\t", S34, "S34"),
    ('"S34"', S34, "S34"),
    ("Раздел-1", Element("Раздел-1"), "Раздел-1"),
    ('"Part one"', Element("Part one"), '"Part one"'),
    ("""'the "first"'""", Element('the "first"'), """'the "first"'"""),
    ("S34 & S35", AllOf((S34, S35)), "S34 & S35"),
    ("S34&S35&S36", AllOf((S34, S35, S36)), "S34 & S35 & S36"),
    ("S34 && S35", AllOf((S34, S35)), "S34 & S35"),
    ("S34 &amp; S35", AllOf((S34, S35)), "S34 & S35"),
    ("S34 and S35 AND S36", AllOf((S34, S35, S36)), "S34 & S35 & S36"),
    ("S34 | S35", AnyOf((S34, S35)), "S34 | S35"),
    ("S34 || S35 Or S36", AnyOf((S34, S35, S36)), "S34 | S35 | S36"),
    ("S34 | S35 & S36", AnyOf((S34, AllOf((S35, S36)))), "S34 | S35 & S36"),
    ("(S34 | S35) & S36", AllOf((AnyOf((S34, S35)), S36)), "(S34 | S35) & S36"),
    ("~S34", Not(S34), "~S34"),
    ("not S34", Not(S34), "~S34"),
    ("!S34", Not(S34), "~S34"),
    ("~~S34", Not(Not(S34)), "~~S34"),
    ("~S34 & S35", AllOf((Not(S34), S35)), "~S34 & S35"),
    ("~(S34 & S35)", Not(AllOf((S34, S35))), "~(S34 & S35)"),
    ("~S34=passed", Not(HasStatus("S34", "passed")), '~S34="passed"'),
    ('S34="passed"', HasStatus("S34", "passed"), 'S34="passed"'),
    ("S34 = Passed", HasStatus("S34", "passed"), 'S34="passed"'),
    ("S34 == P", HasStatus("S34", "passed"), 'S34="passed"'),
    ("S34 <> failed", HasStatus("S34", "failed", equal=False), 'S34<>"failed"'),
    ("S34 != f", HasStatus("S34", "failed", equal=False), 'S34<>"failed"'),
    ("S34=not attempted", HasStatus("S34", "not attempted"), 'S34="not attempted"'),
    ("S34='not  attempted'", HasStatus("S34", "not attempted"), 'S34="not attempted"'),
    ("S34=n & S35", AllOf((HasStatus("S34", "not attempted"), S35)), 'S34="not attempted" & S35'),
    ("S34 = S35", SameStatus("S34", "S35"), "S34=S35"),
    ("S34 <> S35", SameStatus("S34", "S35", equal=False), "S34<>S35"),
    ("3*{S34, S35, S36}", AtLeast(3, (S34, S35, S36)), "3*{S34, S35, S36}"),
    ("2 * { S34,S35 }", AtLeast(2, (S34, S35)), "2*{S34, S35}"),
    ("{S34, S35}", AtLeast(None, (S34, S35)), "{S34, S35}"),
    (
        "1*{S34=passed, S35 & S36}",
        AtLeast(1, (HasStatus("S34", "passed"), AllOf((S35, S36)))),
        '1*{S34="passed", S35 & S36}',
    ),
    ("S34 & 1*{S35} | S36", AnyOf((AllOf((S34, AtLeast(1, (S35,)))), S36)), "S34 & 1*{S35} | S36"),
]


@pytest.mark.clause("AICC-CMI001-SCRIPT")
@pytest.mark.parametrize(("text", "script", "canonical"), MEANINGS)
def test_a_script_means_its_condition_and_has_one_form(
    text: str, script: Script, canonical: str
) -> None:
    assert parse_script(text) == script
    assert str(script) == canonical
    assert parse_script(canonical) == script


#: what is no script, and where that shows
FAULTS = [
    ("", 0),
    ("   ", 0),
    ("S34 &", 5),
    ("& S34", 0),
    ("S34 S35", 4),
    ("S34 & *S35", 6),
    ("S34,S35", 3),
    ("(S34", 0),
    ("S34 & (S35 | S36", 6),
    ("S34)", 3),
    ("(S34 S35)", 5),
    ("{}", 1),
    ("{S34, }", 6),
    ("3*S34", 1),
    ("x*{S34}", 1),
    ('S34="pased"', 4),
    ("S34=", 4),
    ("S34=&", 4),
    ('S34="passed', 4),
    ('""', 0),
    ("~", 1),
]


@pytest.mark.parametrize(("text", "position"), FAULTS)
def test_what_is_no_script_is_told_with_its_place_in_both_languages(
    text: str, position: int
) -> None:
    fault = parse_script(text)
    assert isinstance(fault, Fault)
    assert fault.position == position
    assert fault.text.en
    assert fault.text.ru
    assert fault.text.en != fault.text.ru


STATUS_WORDS = [
    ("passed", "passed"),
    ("PASS", "passed"),
    ("p", "passed"),
    ("C", "completed"),
    ("complete", "completed"),
    ("failed", "failed"),
    ("i", "incomplete"),
    ("Browsed", "browsed"),
    ("Not_Attempted", "not attempted"),
    ("not-attempted", "not attempted"),
    ("n", "not attempted"),
    ("", None),
    ("done", None),
    ("passedx", None),
]


@pytest.mark.parametrize(("word", "status"), STATUS_WORDS)
def test_a_status_may_be_said_by_its_first_letters(word: str, status: Status | None) -> None:
    assert status_of(word) == status


def test_a_script_names_its_elements_once_and_in_order() -> None:
    script = parse_script('B1 & ~(A2 = passed | 2*{A1, A2, J1}) & A3 <> A1 & "A9"')
    assert isinstance(script, Script)
    assert script.names() == ("B1", "A2", "A1", "J1", "A3", "A9")


@pytest.mark.parametrize("text", [text for text, _, _ in MEANINGS])
def test_elements_are_renamed_everywhere(text: str) -> None:
    script = parse_script(text)
    assert isinstance(script, Script)
    renamed = script.renamed(lambda name: f"x-{name}")
    assert renamed.names() == tuple(f"x-{name}" for name in script.names())
    assert renamed.renamed(lambda name: name.removeprefix("x-")) == script


@pytest.mark.parametrize("opening", ["(", "~", "{", "~(", "1*{"])
def test_depth_is_bounded(opening: str) -> None:
    assert isinstance(parse_script(opening * 3000 + "A1"), Fault)
    closing = {"(": ")", "{": "}", "1*{": "}"}.get(opening, "")
    if opening != "~(":
        count = DEPTH - 1
        assert isinstance(parse_script(opening * count + "A1" + closing * count), Script)


def test_length_is_bounded_and_breadth_is_not_depth() -> None:
    wide = " | ".join(f"A{n}" for n in range(1000))
    assert isinstance(parse_script(wide), AnyOf)
    assert isinstance(parse_script("A" * (LENGTH + 1)), Fault)


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("AB1*{}()&|~=<>!,\"' andorpte"), max_size=60))
def test_any_text_is_a_script_of_one_form_or_a_fault_within_it(text: str) -> None:
    parsed = parse_script(text)
    if isinstance(parsed, Fault):
        assert 0 <= parsed.position <= len(text)
    else:
        assert parse_script(str(parsed)) == parsed
        assert str(parse_script(str(parsed))) == str(parsed)


_NAMES = st.text(
    alphabet=st.characters(exclude_characters="\"'", exclude_categories=("Cc", "Cs", "Z")),
    min_size=1,
    max_size=8,
)
_BARE = st.from_regex(r"A[0-9]{1,3}", fullmatch=True)
_STATUSES: st.SearchStrategy[Status] = st.sampled_from(
    ("passed", "completed", "failed", "incomplete", "browsed", "not attempted")
)
_LEAVES = st.one_of(
    st.builds(Element, _NAMES),
    st.builds(HasStatus, _NAMES, _STATUSES, st.booleans()),
    st.builds(SameStatus, _NAMES, _BARE, st.booleans()),
)


def _nested(parts: st.SearchStrategy[Script]) -> st.SearchStrategy[Script]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    some = st.lists(parts, min_size=1, max_size=3).map(tuple)
    counts = st.one_of(st.none(), st.integers(0, 9))
    return st.one_of(
        st.builds(Not, parts),
        st.builds(AllOf, several),
        st.builds(AnyOf, several),
        st.builds(AtLeast, counts, some),
    )


@settings(deadline=None)
@given(st.recursive(_LEAVES, _nested, max_leaves=8))
def test_every_condition_is_read_back_from_its_form(script: Script) -> None:
    assert parse_script(str(script)) == script


def test_the_scripts_of_a_course_are_read_up_to_a_sum() -> None:
    scripts = Scripts()
    text = "A1|" * 2_000 + "A1"
    read = [scripts.parse(text) for _ in range(CHARACTERS // len(text) + 2)]
    faults = [script for script in read if isinstance(script, Fault)]
    assert len(faults) == 2
    assert str(CHARACTERS) in faults[0].text.en
    assert str(CHARACTERS) in faults[0].text.ru
