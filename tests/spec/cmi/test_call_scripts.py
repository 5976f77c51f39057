"""The interpreter on the server answers every call script as the standards' books say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from runtime.cmi.interpreter import get, set_
from runtime.cmi.scorm12 import SCORM12
from runtime.cmi.scorm2004 import scorm2004
from tests.spec.cmi import scorm12_elements, scorm2004_elements
from tests.spec.cmi.all_scripts import SCRIPTS

if TYPE_CHECKING:
    from runtime.cmi.table import Model
    from tests.spec.cmi.scripts import Row, Script

PARAMETERS = [
    pytest.param(script, id=f"{script.standard}: {script.name}", marks=pytest.mark.clause(clause))
    for script in SCRIPTS
    for clause in [script.clause]
]


def model_of(script: Script) -> Model:
    return SCORM12 if script.standard == "scorm12" else scorm2004(script.edition)


@pytest.mark.parametrize("script", PARAMETERS)
def test_every_call_is_answered_as_the_book_says(script: Script) -> None:
    model, values = model_of(script), dict(script.values)
    for call in script.calls:
        if call.op == "get":
            answer = get(model, values, call.element, strict=script.strict)
            assert answer == (call.value, call.code), call
        else:
            before = dict(values)
            code = set_(model, values, call.element, call.value, strict=script.strict)
            assert code == call.code, call
            assert code == 0 or values == before, call


@pytest.mark.parametrize(
    ("model", "rows"),
    [(SCORM12, scorm12_elements.ROWS), (scorm2004("4th"), scorm2004_elements.ROWS)],
    ids=["scorm12", "scorm2004"],
)
def test_the_tables_hold_what_the_books_name_and_nothing_else(
    model: Model, rows: tuple[Row, ...]
) -> None:
    elsewhere = {  # asked in scripts of their own
        "cmi.comments",
        "cmi.interactions.n.correct_responses.n.pattern",
        "cmi.interactions.n.student_response",
        "cmi.interactions.n.learner_response",
        "cmi.objectives.n.id",
        "cmi.comments_from_lms.n.comment",
        "cmi.comments_from_lms.n.location",
        "cmi.comments_from_lms.n.timestamp",
        "adl.data.n.id",
        "adl.data.n.store",
    }
    asked = {
        row.element.replace(".0.", ".n.").replace("{target=item.1}", "{target}") for row in rows
    }
    assert {element.name for element in model.elements} - asked <= elsewhere
