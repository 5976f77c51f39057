"""Write the tables as the JSON that the browser obeys: `python -m runtime.cmi.export`.

`player_assets/cmi.scorm12.json` and `cmi.scorm2004.json` are generated, committed, and held equal
to the tables by a test. A field that has its default is left out. The 2004 file is the 4th
Edition with, under `editions`, what the others change.
"""

from __future__ import annotations

import sys
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import orjson

from runtime.cmi import codes, places, table
from runtime.cmi.languages import LANGUAGES
from runtime.cmi.scorm12 import SCORM12
from runtime.cmi.scorm2004 import SCORM2004, scorm2004
from runtime.cmi.types import PATTERNS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cursus.texts import Text
    from runtime.cmi.table import Model

FOLDER: Final = Path(__file__).parents[2] / "player_assets"


def exported() -> dict[str, str]:
    """Return file name -> text of every table."""
    older = {edition: _changes(scorm2004(edition)) for edition in ("2nd", "3rd")}
    return {
        "cmi.scorm12.json": _text(_table(SCORM12)),
        "cmi.scorm2004.json": _text(_table(SCORM2004) | {"editions": older}),
    }


def _table(model: Model) -> dict[str, Any]:
    return {
        "standard": model.standard,
        "edition": model.edition,
        "limits": {
            "value": table.VALUE_LIMIT,
            "total": table.TOTAL_LIMIT,
            "name": places.NAME_LIMIT,
            "entries": places.ENTRY_LIMIT,
            "nested": places.NESTED_LIMIT,
        },
        "unnamed": model.unnamed,
        "interaction_type": model.interaction_type,
        "patterns": dict(PATTERNS),
        "languages": " ".join(sorted(LANGUAGES)),
        "elements": [_row(element) for element in model.elements],
        "types": {name: _row(type_) for name, type_ in model.types.items()},
        "formats": {name: _row(format_) for name, format_ in model.formats.items()},
        "codes": dict(model.codes),
        "strings": {str(code): text for code, text in model.strings.items()},
        "calls": {name: _row(call) for name, call in model.calls.items()},
        "argument": codes.ARGUMENT,
        "diagnostics": _texts(codes.DIAGNOSTICS),
        "call_diagnostics": _texts(codes.CALL_DIAGNOSTICS),
    }


def _changes(model: Model) -> dict[str, Any]:
    """Return what an edition changes in the rows and types of the 4th."""
    named = {element.name: element for element in model.elements}
    latest = {element.name: element for element in SCORM2004.elements}
    return {
        "without": [name for name in latest if name not in named],
        "elements": [_row(row) for name, row in named.items() if row != latest[name]],
        "types": {n: _row(t) for n, t in model.types.items() if t != SCORM2004.types[n]},
    }


def _row(row: Any) -> dict[str, Any]:  # noqa: ANN401 - any of the table's dataclasses
    found = {}
    for field in fields(row):
        value = getattr(row, field.name)
        if value != field.default:
            found[field.name] = _row(value) if hasattr(value, "__dataclass_fields__") else value
    return found


def _texts(texts: Mapping[Any, Text]) -> dict[str, Any]:
    return {name: {"en": text.en, "ru": text.ru} for name, text in texts.items()}


def _text(data: Mapping[str, Any]) -> str:
    """Return JSON with one row a line, to be read in a diff."""
    sections = (f"{_compact(name)}: {_section(value)}" for name, value in data.items())
    return "{\n" + ",\n".join(sections) + "\n}\n"


def _section(value: Any) -> str:  # noqa: ANN401 - JSON
    if isinstance(value, list):
        return "[\n" + ",\n".join(f"  {_compact(row)}" for row in value) + "\n]"
    if isinstance(value, dict):
        rows = (f"  {_compact(name)}: {_compact(row)}" for name, row in value.items())
        return "{\n" + ",\n".join(rows) + "\n}"
    return _compact(value)


def _compact(value: Any) -> str:  # noqa: ANN401 - JSON
    return orjson.dumps(value).decode()


def main() -> int:
    """Write the files."""
    for name, text in exported().items():
        (FOLDER / name).write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
