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
        if not re.search(rf"\b{query.name}\b", text) and not _of_a_list(query.name, text)
    ]
    assert unused == []


def _of_a_list(name: str, text: str) -> bool:
    """Whether a fragment belongs to a list that the package makes (cursus.storage.lists)."""
    listed = re.findall(r'PagedList\(\s*Q,\s*"(\w+)"', text)
    roles = "head|count|if_[a-z_]+|after_[a-z_]+|order_[a-z_]+"
    return any(re.fullmatch(f"{one}_({roles})", name) for one in listed) or any(
        f'"{start}_{{' in text for start in _starts(name)
    )


def _starts(name: str) -> list[str]:
    """The first words of a name, for names that are put together in an f-string."""
    words = name.split("_")
    return ["_".join(words[:n]) for n in range(1, len(words))]


#: Statements without a tenant, each with what fences it instead.
UNFENCED = {
    "credentials_any": "asked at the start, answers yes or no",
    "credential_by_id": "ids of keys are unique over all tenants; whose it is, is the answer",
    "job_next_due": "the runner takes the jobs of all tenants in turn",
    "session_get": "a token's hash is the key, and whose it is, is the answer",
    "session_prolong": "as session_get",
    "sessions_sweep": "what has expired goes, whoever had it",
}


@pytest.mark.parametrize("package", PACKAGES)
def test_every_query_is_fenced_by_a_tenant_or_stands_in_the_list_of_those_that_are_not(
    package: str,
) -> None:
    unfenced = [
        query.name
        for query in load_queries(package)
        for text in query.texts.values()
        if re.search(r"(?im)^\s*(select|insert|update|delete|with)\b", text)
        and "tenant" not in text.lower()
        and query.name not in UNFENCED
    ]
    assert unfenced == []


def test_no_file_of_the_project_names_the_machine_it_was_written_on() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True
    ).stdout
    places = re.compile("/" + "work/|/" + "root/|/home/\\w+/")
    for name in listed.decode().split("\0"):
        path = ROOT / name
        if path.suffix in {".py", ".md", ".js", ".toml", ".sql", ".json", ".html", ".css"}:
            assert places.findall(path.read_text("utf-8")) == [], name
