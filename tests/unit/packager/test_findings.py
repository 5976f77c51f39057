"""Findings: a rule at a place, harmless to show, counted where there are too many."""

from __future__ import annotations

import pytest

from cursus.texts import Text
from packager.findings import Finding, Report, Rule, bounded, visible

RULE = Rule("x.y", "error", Text("{a} is bad.", "{a} плохо."), Text("Mend {a}.", "Почините {a}."))
NOTE = Rule("x.n", "info", Text("Note.", "Заметка."), Text("Nothing.", "Ничего."))
WARNING = Rule("x.w", "warning", Text("Bad.", "Плохо."), Text("Mend.", "Почините."))
REST = Rule("x.rest", "info", Text("{count} of {rule}", "{count} {rule}"), Text("-", "-"))


def test_a_finding_is_its_rule_with_the_values_of_its_place() -> None:
    finding = RULE.at("a.xml", 3, 4, "/a", a="B")
    assert finding.as_json("ru") == {
        "rule": "x.y",
        "severity": "error",
        "message": "B плохо.",
        "hint": "Почините B.",
        "file": "a.xml",
        "line": 3,
        "column": 4,
        "element": "/a",
        "clause": None,
        "also": [],
        "mended": False,
        "source": None,
        "caret": None,
    }


def test_a_value_may_itself_be_a_text_in_both_languages() -> None:
    finding = RULE.at(a=Text("this", "это"))
    assert (finding.text.en, finding.text.ru) == ("this is bad.", "это плохо.")


def test_an_empty_value_is_shown_as_a_dash() -> None:
    finding = RULE.at(a="")
    assert (finding.text.en, finding.hint.ru) == ("— is bad.", "Почините —.")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("plain", "plain"),
        ("урок", "урок"),
        ("a\x1b[31m", "a\\u001b[31m"),
        ("a\u202eb", "a\\u202eb"),
        ("a\nb\0", "a\\u000ab\\u0000"),
        ("{a} {count}", "{a} {count}"),
        ("x" * 500, "x" * 199 + "…"),
        (7, "7"),
    ],
)
def test_what_comes_out_of_a_package_is_shown_short_and_harmless(value: object, shown: str) -> None:
    assert visible(value) == shown
    assert RULE.at(a=value).text.en == f"{shown} is bad."


VERDICTS = [
    ([], True, True),
    ([NOTE.at()], True, True),
    ([WARNING.at(), NOTE.at()], True, False),
    ([RULE.at(a=1), NOTE.at()], False, False),
]


@pytest.mark.parametrize(("findings", "playable", "conformant"), VERDICTS)
def test_verdicts_follow_from_findings(
    findings: list[Finding], *, playable: bool, conformant: bool
) -> None:
    report = Report(tuple(findings))
    assert (report.playable, report.conformant) == (playable, conformant)


def test_findings_of_one_rule_are_counted_after_the_first_fifty() -> None:
    findings = [RULE.at(a=n) for n in range(120)] + [NOTE.at()]
    kept = bounded(findings, REST)
    assert len(kept) == 52
    assert kept[50].rule == "x.n"
    assert kept[-1].text.en == "70 of x.y"
