"""Interactions of SCORM 1.2 and SCORM 2004 as xAPI says them."""

from __future__ import annotations

import pytest

from runtime.interactions import CMI_INTERACTION, Answered, answered

ONE = "cmi.interactions.0."


def of_12(kind: str, response: str, pattern: str, **more: str) -> Answered:
    values = {
        f"{ONE}id": "q1",
        f"{ONE}type": kind,
        f"{ONE}student_response": response,
        f"{ONE}correct_responses.0.pattern": pattern,
        f"{ONE}correct_responses._count": "1",
        **{f"{ONE}{name}": value for name, value in more.items()},
    }
    (found,) = answered("scorm12", {}, values, frozenset(values))
    return found


def of_2004(kind: str, response: str, *patterns: str, **more: str) -> Answered:
    values = {
        f"{ONE}id": "urn:q:1",
        f"{ONE}type": kind,
        f"{ONE}learner_response": response,
        f"{ONE}correct_responses._count": str(len(patterns)),
        **{f"{ONE}correct_responses.{n}.pattern": p for n, p in enumerate(patterns)},
        **{f"{ONE}{name}": value for name, value in more.items()},
    }
    (found,) = answered("scorm2004", {}, values, frozenset(values))
    return found


@pytest.mark.parametrize(
    ("kind", "response", "pattern", "response_xapi", "pattern_xapi"),
    [
        ("true-false", "t", "f", "true", "false"),
        ("true-false", "1", "0", "true", "false"),
        ("true-false", "True", "F", "true", "false"),
        ("choice", "a", "a,c", "a", "a[,]c"),
        ("choice", "a,b", "{a,c}", "a[,]b", "a[,]c"),
        ("choice", "", "a", "", "a"),
        ("fill-in", "кот, пёс", "кот", "кот, пёс", "кот"),
        ("numeric", "3.5", "4", "3.5", "4"),
        ("likert", "3", "", "3", ""),
        ("matching", "1.c,2.b", "{1.a,2.b}", "1[.]c[,]2[.]b", "1[.]a[,]2[.]b"),
        ("performance", "did it, well", "x", "did it, well", "x"),
        ("sequencing", "b,a,c", "a,b,c", "b[,]a[,]c", "a[,]b[,]c"),
    ],
)
def test_values_of_scorm_12_get_the_delimiters_of_xapi(
    kind: str, response: str, pattern: str, response_xapi: str, pattern_xapi: str
) -> None:
    found = of_12(kind, response, pattern)
    assert found.result["response"] == response_xapi
    assert found.definition == {
        "type": CMI_INTERACTION,
        "interactionType": kind,
        "correctResponsesPattern": [pattern_xapi],
    }


@pytest.mark.parametrize(
    ("kind", "response", "patterns"),
    [
        ("true-false", "true", ["false"]),
        ("choice", "a[,]b", ["a[,]c", "b"]),
        ("fill-in", "{lang=ru}кот[,]пёс", ["{case_matters=false}{lang=ru}кот"]),
        ("long-fill-in", "text", ["{case_matters=true}text"]),
        ("numeric", "3.5", ["1[:]4"]),
        ("likert", "agree", ["agree"]),
        ("matching", "1[.]c[,]2[.]b", ["1[.]a"]),
        ("performance", "step[.]3", ["{order_matters=false}step[.]1[:]4"]),
        ("sequencing", "b[,]a", ["a[,]b"]),
        ("other", "any.thing, at all", ["x"]),
    ],
)
def test_values_of_scorm_2004_are_those_of_xapi(
    kind: str, response: str, patterns: list[str]
) -> None:
    found = of_2004(kind, response, *patterns)
    assert found.id == "urn:q:1"
    assert found.result == {"response": response}
    assert found.definition["interactionType"] == kind
    assert found.definition["correctResponsesPattern"] == patterns


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        ("correct", {"success": True}),
        ("incorrect", {"success": False}),
        ("unanticipated", {}),
        ("neutral", {}),
        ("0.75", {"score": {"raw": 0.75}}),
    ],
)
def test_a_verdict_is_success_a_number_is_a_score(verdict: str, said: dict[str, object]) -> None:
    assert of_2004("choice", "a", result=verdict).result == {"response": "a", **said}


def test_scorm_12_says_wrong() -> None:
    assert of_12("choice", "a", "b", result="wrong").result["success"] is False


def test_latency_is_a_duration() -> None:
    assert of_12("choice", "a", "b", latency="0001:02:03.5").result["duration"] == "PT1H2M3.5S"
    assert of_2004("choice", "a", latency="PT90S").result["duration"] == "PT0H1M30S"


def test_a_description_is_in_its_language() -> None:
    ru = of_2004("choice", "a", description="{lang=ru}Сколько?").definition
    en = of_2004("choice", "a", description="How many?").definition
    assert (ru["description"], en["description"]) == ({"ru": "Сколько?"}, {"en": "How many?"})


def test_only_a_new_response_or_result_is_an_answer() -> None:
    values = {f"{ONE}id": "q", f"{ONE}learner_response": "a", f"{ONE}result": "correct"}
    touched = frozenset(values)
    assert list(answered("scorm2004", values, values, touched)) == []
    assert list(answered("scorm2004", {}, {f"{ONE}id": "q"}, touched)) == []
    assert list(answered("scorm2004", {}, values, frozenset({"cmi.location"}))) == []
    later = values | {f"{ONE}result": "incorrect"}
    (again,) = answered("scorm2004", values, later, frozenset({f"{ONE}result"}))
    assert again.result == {"response": "a", "success": False}


def test_an_interaction_without_id_and_type_is_told_all_the_same() -> None:
    values = {f"{ONE}learner_response": "a"}
    (found,) = answered("scorm2004", {}, values, frozenset(values))
    assert (found.id, found.definition["interactionType"]) == ("0", "other")


def test_answers_come_in_the_order_of_the_interactions() -> None:
    values = {f"cmi.interactions.{n}.learner_response": "a" for n in (10, 9, 1)}
    assert [one.id for one in answered("scorm2004", {}, values, frozenset(values))] == [
        "1", "9", "10",
    ]  # fmt: skip
