"""Clauses of standards are registered once, and each is held by a test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cursus.clauses import CLAUSES

ROOT = Path(__file__).parents[2]
PACKAGES = ["cursus", "packager", "lrs", "runtime"]
TOLD = {".py", ".json", ".toml", ".xml"}  # tests' data may name the clause that it shows

_CITED = re.compile(r'clause\(\s*"([^"]+)"|\bclause="([^"]+)"')


def _texts(folders: list[str], endings: set[str]) -> dict[Path, str]:
    return {
        path: path.read_text("utf-8", errors="replace")
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in endings and path.is_file()
    }


TESTS = _texts(["tests"], TOLD)
SOURCES = _texts(PACKAGES, {".py"})


def test_every_clause_that_is_cited_is_registered() -> None:
    unknown = {
        f"{path.relative_to(ROOT)}: {clause}"
        for path, text in (TESTS | SOURCES).items()
        for match in _CITED.finditer(text)
        if (clause := match[1] or match[2]) not in CLAUSES
    }
    assert sorted(unknown) == []


@pytest.mark.parametrize("clause", CLAUSES)
def test_a_clause_is_named_by_a_test(clause: str) -> None:
    named = re.compile(re.escape(clause) + r"(?![\w.-])")
    assert any(named.search(text) for text in TESTS.values())


def test_a_clause_says_its_requirement_in_a_sentence() -> None:
    assert [clause for clause, text in CLAUSES.items() if not text.endswith(".")] == []
