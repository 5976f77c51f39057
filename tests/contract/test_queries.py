"""Named SQL is found by name and dialect; what is ambiguous is refused when it is loaded."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from cursus.storage.queries import load_queries

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_NUMBERS = itertools.count()

SHARED = "-- name: apple(id)^\n-- One apple.\nSELECT * FROM apples WHERE id = :id;\n"
SPECIAL = "-- name: apple(id)^\n-- One apple.\nSELECT * FROM apples WHERE id = :id FOR UPDATE;\n"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Make a package with these files of SQL."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def make(**files: str) -> str:
        name = f"queried_{next(_NUMBERS)}"
        (tmp_path / name / "sql").mkdir(parents=True)
        (tmp_path / name / "__init__.py").touch()
        for file, text in files.items():
            (tmp_path / name / "sql" / f"{file.replace('__', '.')}.sql").write_text(text)
        return name

    return make


def test_a_statement_is_found_by_name(package: Callable[..., str]) -> None:
    queries = load_queries(package(apples=SHARED))
    assert queries.apple.name == "apple"
    assert queries.apple.text("sqlite") == queries.apple.text("postgres")
    assert "WHERE id = :id" in queries.apple.text("sqlite")
    assert [query.name for query in queries] == ["apple"]


def test_a_dialect_may_have_a_text_of_its_own(package: Callable[..., str]) -> None:
    queries = load_queries(package(apples=SHARED, apples__postgres=SPECIAL))
    assert "FOR UPDATE" in queries.apple.text("postgres")
    assert "FOR UPDATE" not in queries.apple.text("sqlite")


def test_schemas_and_migrations_are_no_statements(package: Callable[..., str]) -> None:
    name = package(
        apples=SHARED,
        schema__sqlite="CREATE TABLE apples (id TEXT);",
        **{"0001_change__sqlite": "DROP TABLE apples;"},
    )
    assert [query.name for query in load_queries(name)] == ["apple"]


def test_a_name_that_nobody_wrote_is_an_error(package: Callable[..., str]) -> None:
    with pytest.raises(AttributeError, match="no query is named pear"):
        _ = load_queries(package(apples=SHARED)).pear


def test_a_name_that_is_written_twice_is_refused(package: Callable[..., str]) -> None:
    with pytest.raises(ValueError, match="apple is defined twice"):
        load_queries(package(apples=SHARED, pears=SHARED))


def test_an_unknown_dialect_is_refused(package: Callable[..., str]) -> None:
    with pytest.raises(ValueError, match="no dialect is called oracle"):
        load_queries(package(apples__oracle=SHARED))
