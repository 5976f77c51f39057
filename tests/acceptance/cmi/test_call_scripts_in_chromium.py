"""The interpreter in the browser answers every call script as the one on the server does."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pytest

from tests.spec.cmi.all_scripts import SCRIPTS

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.spec.cmi.scripts import Standard

pytestmark = pytest.mark.asyncio(loop_scope="session")

PLAY = """(scripts) => scripts.map((script) => {
  const { strict, edition } = script;
  const table = window.cursus.tables[script.standard];
  const model = window.cursus.createModel(table, script.values, { strict, edition });
  return script.calls.map((call) => {
    if (call.op === "get") {
      const { value, error } = model.get(call.element);
      return [value, error];
    }
    return [call.value, model.set(call.element, call.value).error];
  });
})"""


@pytest.mark.parametrize("standard", ["scorm12", "scorm2004"])
async def test_every_call_is_answered_in_the_browser_as_the_book_says(
    modules: Page, standard: Standard
) -> None:
    scripts = [script for script in SCRIPTS if script.standard == standard]
    answers: list[list[Any]] = await modules.evaluate(PLAY, [asdict(one) for one in scripts])
    wrong = [
        (script.name, call, answer)
        for script, answered in zip(scripts, answers, strict=True)
        for call, answer in zip(script.calls, answered, strict=True)
        if answer != [call.value, call.code]
    ]
    assert wrong == []
