"""The two APIs in the browser: states, error codes, texts, and what the player is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.spec.cmi.api_states import (
    ANSWERS,
    BEGIN,
    CLAUSES,
    ERROR_STRINGS,
    FAILURES,
    FINISH,
    LAST_ERROR,
    STATES,
)

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.spec.cmi.scripts import Standard

pytestmark = pytest.mark.asyncio(loop_scope="session")

STANDARDS = [
    pytest.param(standard, marks=pytest.mark.clause(clause)) for standard, clause in CLAUSES.items()
]
PLAY = """({ standard, calls, lastError, options = {}, values = {}, fails = [] }) => {
  const told = [];
  const hooks = {
    onInitialize: () => {
      told.push("initialize");
      if (fails.includes("initialize")) throw new Error("no");
    },
    onSet: (element, value) => told.push(["set", element, value]),
    onCommit: () => { told.push("commit"); return !fails.includes("commit"); },
    onTerminate: () => { told.push("terminate"); return !fails.includes("terminate"); },
  };
  const error = console.error;
  console.error = () => {};
  const table = window.cursus.tables[standard];
  const api = window.cursus.createApi[standard](table, values, hooks, options);
  const answers = calls.map(([name, ...args]) => [api[name](...args), api[lastError]()]);
  console.error = error;
  return { answers, told, version: api.version };
}"""


async def play(
    page: Page, standard: Standard, calls: list[list[Any]], **more: object
) -> dict[str, Any]:
    """Make the calls on a fresh API; answers are [value, error code after it]."""
    argument = {"standard": standard, "calls": calls, "lastError": LAST_ERROR[standard]}
    played: dict[str, Any] = await page.evaluate(PLAY, argument | more)
    return played


def into(standard: Standard, state: str) -> list[list[Any]]:
    names = {"begin": BEGIN[standard], "finish": FINISH[standard]}
    return [[names[step], ""] for name, steps in STATES.items() if name == state for step in steps]


@pytest.mark.parametrize("standard", STANDARDS)
async def test_every_function_answers_by_the_state_of_the_session(
    modules: Page, standard: Standard
) -> None:
    for function, (arguments, answers) in ANSWERS[standard].items():
        for state, expected in answers.items():
            calls = [*into(standard, state), [function, *arguments]]
            played = await play(modules, standard, calls)
            assert played["answers"][-1] == list(expected), (function, state)


@pytest.mark.parametrize("standard", STANDARDS)
async def test_a_closed_session_answers_like_one_that_has_ended(
    modules: Page, standard: Standard
) -> None:
    for function, (arguments, answers) in ANSWERS[standard].items():
        calls = [*into(standard, "running"), ["close"], [function, *arguments]]
        played = await play(modules, standard, calls)
        assert played["answers"][-1] == list(answers["ended"]), function
        assert played["told"] == ["initialize"]


@pytest.mark.parametrize("standard", STANDARDS)
async def test_an_argument_where_none_belongs_is_refused_in_every_state(
    modules: Page, standard: Standard
) -> None:
    for function in FAILURES[standard]:
        for state in STATES:
            calls = [*into(standard, state), [function, "x"]]
            played = await play(modules, standard, calls)
            assert played["answers"][-1] == ["false", "201"], (function, state)
        played = await play(modules, standard, [*into(standard, "running"), [function]])
        assert played["answers"][-1][1] != "201", "an argument left out is no argument"


@pytest.mark.parametrize("standard", STANDARDS)
async def test_a_failure_of_the_lms_is_told_and_changes_no_state(
    modules: Page, standard: Standard
) -> None:
    begin, finish = BEGIN[standard], FINISH[standard]
    failures = FAILURES[standard]
    commit = next(name for name in failures if "Commit" in name)
    calls = [[begin, ""], [finish, ""]]
    played = await play(modules, standard, calls, fails=["initialize"])
    assert played["answers"][0] == ["false", failures[begin]]
    assert played["answers"][1][1] in {"112", "301"}, "it has not begun"
    calls = [[begin, ""], [commit, ""], [finish, ""], [commit, ""]]
    played = await play(modules, standard, calls, fails=["commit", "terminate"])
    assert played["answers"][1] == ["false", failures[commit]]
    assert played["answers"][2] == ["false", failures[finish]]
    assert played["answers"][3] == ["false", failures[commit]], "it is still running"


@pytest.mark.clause("SCORM12-RTE-3.3.1")
@pytest.mark.parametrize("standard", STANDARDS)
async def test_error_strings_are_those_of_the_book(modules: Page, standard: Standard) -> None:
    function = "LMSGetErrorString" if standard == "scorm12" else "GetErrorString"
    calls = [[function, code] for code in ERROR_STRINGS[standard]]
    played = await play(modules, standard, calls)
    assert [answer[0] for answer in played["answers"]] == list(ERROR_STRINGS[standard].values())


@pytest.mark.parametrize("standard", STANDARDS)
async def test_asking_about_errors_does_not_change_the_last_one_and_success_clears_it(
    modules: Page, standard: Standard
) -> None:
    prefix = "LMS" if standard == "scorm12" else ""
    calls = [
        [BEGIN[standard], ""],
        [f"{prefix}GetValue", "cmi.bogus.x"],
        [f"{prefix}GetErrorString", "0"],
        [f"{prefix}GetDiagnostic", ""],
        [f"{prefix}GetLastError"],
        [f"{prefix}GetValue", "cmi._version"],
    ]
    played = await play(modules, standard, calls)
    assert [answer[1] for answer in played["answers"]] == ["0", "401", "401", "401", "401", "0"]


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_the_diagnostic_says_what_was_wrong_in_the_learners_language(
    modules: Page, language: str
) -> None:
    calls = [
        ["Initialize", ""],
        ["SetValue", "cmi.score.scaled", "1.5"],
        ["GetDiagnostic", ""],
        ["GetDiagnostic", "407"],
        ["GetDiagnostic", "401"],
        ["SetValue", "cmi.exit", "done"],
        ["GetDiagnostic", ""],
        ["SetValue", "cmi.objectives.0.description", "x" * 5000],
        ["GetDiagnostic", ""],
    ]
    options = {"strict": True, "language": language}
    played = await play(modules, "scorm2004", calls, options=options)
    said = [answer[0] for answer in played["answers"]]
    out_of_range = {
        "en": "cmi.score.scaled: 1.5 is not within -1 … 1.",
        "ru": "cmi.score.scaled: 1.5 не в пределах -1 … 1.",
    }
    assert said[2] == said[3] == out_of_range[language]
    assert said[4] == "Undefined Data Model Element"
    assert "time-out, suspend, logout, normal" in said[6]
    assert "cmi.objectives.0.id" in said[8]
    assert all(len(answer) <= 255 for answer in said)


async def test_the_player_is_told_of_every_stored_value_as_it_was_stored(modules: Page) -> None:
    calls: list[list[Any]] = [
        ["LMSInitialize", ""],
        ["LMSSetValue", "cmi.core.score.raw", "85,5 %"],
        ["LMSSetValue", "cmi.comments", "one"],
        ["LMSSetValue", "cmi.comments", "two"],
        ["LMSSetValue", "cmi.objectives.00.id", "O1"],
        ["LMSSetValue", "cmi.core.student_id", "me"],
        ["LMSSetValue", "cmi.core.score.max", 100],
        ["LMSCommit", ""],
        ["LMSFinish", ""],
    ]
    played = await play(modules, "scorm12", calls)
    assert played["told"] == [
        "initialize",
        ["set", "cmi.core.score.raw", "85.5"],
        ["set", "cmi.comments", "one"],
        ["set", "cmi.comments", "two"],
        ["set", "cmi.objectives.0.id", "O1"],
        ["set", "cmi.core.score.max", "100"],
        "commit",
        "terminate",
    ]


async def test_all_values_together_have_a_limit_in_the_browser_too(modules: Page) -> None:
    answers = await modules.evaluate(
        """() => {
          const { tables, createModel } = window.cursus;
          const { value, total } = tables.scorm2004.limits;
          const model = createModel(tables.scorm2004, {});
          const most = Math.floor(total / value);
          const set = (index, length) => model.set(
            `cmi.comments_from_learner.${index}.comment`, "x".repeat(length)
          ).error;
          const errors = new Set();
          for (let index = 0; index < most - 1; index += 1) errors.add(set(index, value));
          return [[...errors], set(most - 1, value), set(0, value), set(0, 1), set(most - 1, 9)];
        }"""
    )
    assert answers == [[0], 351, 0, 0, 0], "what is replaced makes room"


async def test_half_a_surrogate_pair_never_leaves_the_browser(modules: Page) -> None:
    stored = await modules.evaluate(
        """() => {
          const told = [];
          const { tables, createApi } = window.cursus;
          const hooks = { onSet: (element, value) => told.push(value) };
          const api = createApi.scorm2004(tables.scorm2004, {}, hooks);
          api.Initialize("");
          api.SetValue("cmi.suspend_data", "a" + String.fromCharCode(0xd83d) + "b\\u{1f600}");
          return [told[0], api.GetValue("cmi.suspend_data")];
        }"""
    )
    assert stored == ["a\ufffdb\U0001f600", "a\ufffdb\U0001f600"]


@pytest.mark.clause("SCORM2004-RTE-3.1.3")
async def test_the_api_of_2004_says_its_version_and_leaves_no_globals(modules: Page) -> None:
    assert (await play(modules, "scorm2004", []))["version"].startswith("1.0")
    names = "Object.keys(window).filter((name) => /api|scorm|cmi/i.test(name))"
    assert await modules.evaluate(names) == []
