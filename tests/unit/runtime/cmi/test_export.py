"""The tables of the browser are those of the server."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import orjson
import pytest

from runtime.cmi.codes import CALL_DIAGNOSTICS, DIAGNOSTICS
from runtime.cmi.export import FOLDER, exported
from runtime.cmi.scorm12 import SCORM12
from runtime.cmi.scorm2004 import SCORM2004, scorm2004

if TYPE_CHECKING:
    from runtime.cmi.table import Model


@pytest.mark.parametrize("name", ["cmi.scorm12.json", "cmi.scorm2004.json"])
def test_the_committed_tables_are_the_exported_ones(name: str) -> None:
    assert (FOLDER / name).read_text("utf-8") == exported()[name], (
        "write them anew: python -m runtime.cmi.export"
    )


def test_every_row_and_type_is_exported() -> None:
    for name, model in (("cmi.scorm12.json", SCORM12), ("cmi.scorm2004.json", SCORM2004)):
        table = orjson.loads(exported()[name])
        assert [row["name"] for row in table["elements"]] == [row.name for row in model.elements]
        assert list(table["types"]) == list(model.types)


def test_an_older_edition_is_the_4th_with_its_changes() -> None:
    table = orjson.loads(exported()["cmi.scorm2004.json"])
    for edition, changes in table["editions"].items():
        names = {row["name"] for row in table["elements"]} - set(changes["without"])
        assert names == {row.name for row in scorm2004(edition).elements}


@pytest.mark.parametrize("model", [SCORM12, SCORM2004], ids=["scorm12", "scorm2004"])
def test_every_fault_has_a_code_that_has_a_text_and_a_diagnostic(model: Model) -> None:
    assert set(model.codes) == set(DIAGNOSTICS)
    assert set(model.codes.values()) <= set(model.strings)


def test_diagnostics_are_in_both_languages_with_the_same_places_to_fill() -> None:
    for text in (*DIAGNOSTICS.values(), *CALL_DIAGNOSTICS.values()):
        assert text.en
        assert re.search("[а-яё]", text.ru)
        assert not re.search("[а-яё]", text.en)
        places = re.compile(r"\{(element|value|expected)\}")
        assert set(places.findall(text.en)) <= {"element", "value", "expected"}
        assert "{element}" not in text.en or "{element}" in text.ru
