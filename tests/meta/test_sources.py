"""The project's own rules that no linter knows."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

from cursus.storage.queries import load_queries

ROOT = Path(__file__).parents[2]
PACKAGES = ["cursus", "packager", "lrs", "runtime"]
SOURCES = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def _used_queries(path: Path) -> set[str]:
    """The names that a module takes from its `Q = load_queries(...)`."""
    tree = ast.parse(path.read_text("utf-8"))
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "Q"
    }


@pytest.mark.parametrize("package", PACKAGES)
def test_every_query_that_the_code_names_is_written(package: str) -> None:
    queries = load_queries(package)
    for path in SOURCES:
        if path.is_relative_to(ROOT / package):
            for name in _used_queries(path):
                assert getattr(queries, name).name == name


@pytest.mark.parametrize("package", PACKAGES)
def test_every_query_that_is_written_is_used(package: str) -> None:
    text = "\n".join(p.read_text("utf-8") for p in SOURCES if p.is_relative_to(ROOT / package))
    unused = [
        query.name
        for query in load_queries(package)
        if not re.search(rf"\b{query.name}\b", text) and not _composed(query.name, text)
    ]
    assert unused == []


def _composed(name: str, text: str) -> bool:
    """Whether a fragment's name is put together in an f-string from its first words."""
    words = name.split("_")
    return any(f'"{"_".join(words[:n])}_{{' in text for n in range(1, len(words)))


@pytest.mark.parametrize("package", PACKAGES)
def test_every_query_is_fenced_by_a_tenant_or_says_why_not(package: str) -> None:
    for file in sorted((ROOT / package / "sql").glob("*.sql")):
        if file.name.startswith("schema") or file.name[0].isdigit():
            continue
        for block in re.split(r"(?m)^-- name: ", file.read_text("utf-8"))[1:]:
            name = block.split("(", 1)[0]
            fragment = block.split("\n-- ")[0] and not re.search(
                r"(?im)^\s*(select|insert|update|delete|with)\b", block
            )
            assert fragment or "tenant" in block.lower(), f"{file.name}: {name}"


def test_no_file_of_the_project_names_the_machine_it_was_written_on() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True
    ).stdout
    places = re.compile("/" + "work/|/" + "root/|/home/\\w+/")
    for name in listed.decode().split("\0"):
        path = ROOT / name
        if path.suffix in {".py", ".md", ".js", ".toml", ".sql", ".json", ".html", ".css"}:
            found = places.search(path.read_text("utf-8"))
            assert not found, f"{name}: {found and found[0]}"
