"""Responses and correct patterns of interactions by type, both standards.

SCORM 1.2: CMIFeedback (RTE 1.2, 3.4.2). SCORM 2004: RTE 4.2.9.1 and 4.2.9.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.spec.cmi.scripts import Call, Script, Standard, refused, stored

if TYPE_CHECKING:
    from collections.abc import Sequence

FEEDBACK = "SCORM12-RTE-3.4.2"
RESPONSES = "SCORM2004-RTE-4.2.9.1"
PATTERNS = "SCORM2004-RTE-4.2.9.2"


@dataclass(frozen=True, slots=True)
class Answers:
    """What one type of interaction takes."""

    type: str
    responses: Sequence[str]
    not_responses: Sequence[str]
    patterns: Sequence[str]
    not_patterns: Sequence[str]


SCORM12 = (
    Answers(
        "true-false",
        ["0", "1", "t", "f", "true", "false"],
        ["", "yes", "2"],
        ["t", "0"],
        ["", "x"],
    ),
    Answers(
        "choice",
        ["a", "1", "a,b,c", ",".join("abcdefghijklmnopqrstuvwxyz")],
        ["A", "ab", "a,", "a b", ",".join("abcdefghijklmnopqrstuvwxyz0")],
        ["a", "{a,b}", "a,b"],
        ["{a", "{a,}", "ab"],
    ),
    Answers(
        "fill-in",
        ["any words", "", "Ж" * 255],
        ["Ж" * 256],
        ["any words", ""],
        ["Ж" * 256],
    ),
    Answers(
        "numeric",
        ["5", "-5.5", "+3"],
        ["", "five", "1,5"],
        ["5"],
        ["", "4-6"],
    ),
    Answers("likert", ["3", "c", ""], ["10", "agree"], ["3", ""], ["10"]),
    Answers(
        "matching",
        ["1.c", "1.c,2.b"],
        ["1c", "1.", "1.c,", "11.c"],
        ["1.c", "{1.c,2.b}"],
        ["{1.c", "1-c"],
    ),
    Answers(
        "performance",
        ["anything at all", ""],
        ["Ж" * 256],
        ["anything"],
        ["Ж" * 256],
    ),
    Answers("sequencing", ["b,a,c", "a"], ["b,,a", "ba"], ["b,a,c"], ["ba", "b,"]),
)

SCORM2004 = (
    Answers(
        "true-false",
        ["true", "false"],
        ["", "t", "True", "1"],
        ["true", "false"],
        ["", "0"],
    ),
    Answers(
        "choice",
        ["a", "a[,]b", "", "urn:example:a[,]b"],
        ["a[,]a", "a[,]", "[,]a", "two words", "urn:[,]b"],
        ["a[,]b", ""],
        ["a[,]a", "a b"],
    ),
    Answers(
        "fill-in",
        ["car", "", "{lang=fr}voiture[,]bus", "any words"],
        ["{lang=zzzz}car", "car[,]{lang=1}bus"],
        [
            "car",
            "{case_matters=true}{order_matters=false}{lang=en}car[,]bus",
            "{order_matters=true}{case_matters=false}car",
            "{colour=red}car",
            "{lang=en}{case_matters=perhaps}car",
        ],
        ["{case_matters=perhaps}car", "{order_matters=}car", "{case_matters=true}{lang=xq}car"],
    ),
    Answers(
        "long-fill-in",
        ["a long text", "", "{lang=ru}текст"],
        ["{lang=}text"],
        ["text", "{case_matters=true}{lang=ru}текст", "{order_matters=maybe}text"],
        ["{case_matters=maybe}text"],
    ),
    Answers(
        "matching",
        ["1[.]c", "1[.]c[,]2[.]b"],
        ["", "1", "1[.]", "[.]c", "1[.]c[,]", "1[.]c[.]d", "1 1[.]c"],
        ["1[.]c[,]2[.]b"],
        ["", "1.c"],
    ),
    Answers(
        "performance",
        ["step[.]turn the valve", "step[.]3", "[.]answer", "step[.]", "a[.]1[,]b[.]2"],
        ["", "step", "[.]", "a[.]b[.]c", "one step[.]x", "a[.]1[,]"],
        [
            "step[.]turn",
            "{order_matters=false}step[.]1[:]3",
            "step[.][:]3",
            "[.]answer",
        ],
        ["{order_matters=perhaps}step[.]x", "step[.]3[:]1", "step[.]a[:]b", "[.]"],
    ),
    Answers(
        "sequencing",
        ["b[,]a[,]c", "a[,]a", "a"],
        ["", "a[,]", "two words"],
        ["b[,]a[,]c"],
        ["", "[,]"],
    ),
    Answers("likert", ["agree", "urn:example:3"], ["", "very much", "urn:"], ["agree"], [""]),
    Answers(
        "numeric",
        ["5", "-5.5"],
        ["", "five", "1[:]2"],
        ["1[:]10", "[:]10", "1[:]", "[:]", "-2.5[:]-1", "3[:]3"],
        ["5", "10[:]1", "a[:]b", "1[:]2[:]3", ""],
    ),
    Answers("other", ["anything", ""], [], ["anything", ""], []),
)


def answer_scripts() -> list[Script]:
    """Return a script for the responses and one for the patterns of every type."""
    scripts = []
    for answers in SCORM12:
        scripts.append(_responses("scorm12", answers, "student_response", 405))
        scripts.append(_patterns("scorm12", answers, 405))
    for answers in SCORM2004:
        scripts.append(_responses("scorm2004", answers, "learner_response", 406))
        scripts.append(_patterns("scorm2004", answers, 406))
    return scripts


def _begun(answers: Answers) -> list[Call]:
    return [
        stored("cmi.interactions.0.id", "q1"),
        stored("cmi.interactions.0.type", answers.type),
    ]


def _responses(standard: Standard, answers: Answers, element: str, code: int) -> Script:
    name = f"cmi.interactions.0.{element}"
    calls = _begun(answers)
    calls += [stored(name, response) for response in answers.responses]
    calls += [refused(name, response, code) for response in answers.not_responses]
    clause = FEEDBACK if standard == "scorm12" else RESPONSES
    return Script(f"responses of {answers.type}", standard, clause, calls)


def _patterns(standard: Standard, answers: Answers, code: int) -> Script:
    name = "cmi.interactions.0.correct_responses.0.pattern"
    calls = _begun(answers)
    calls += [stored(name, pattern) for pattern in answers.patterns]
    calls += [refused(name, pattern, code) for pattern in answers.not_patterns]
    clause = FEEDBACK if standard == "scorm12" else PATTERNS
    return Script(f"patterns of {answers.type}", standard, clause, calls)
