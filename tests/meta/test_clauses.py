"""Clauses of standards are registered once, cited by their ids, and each held by a test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cursus.clauses import CLAUSES
from packager.rules.register import RULES

ROOT = Path(__file__).parents[2]
CODE = [
    path
    for folder in ("cursus", "packager", "lrs", "runtime", "player_assets")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in {".py", ".js"}
]
TESTS = [p for p in sorted((ROOT / "tests").rglob("*")) if p.suffix in {".py", ".json", ".js"}]
#: What an id looks like; clauses.toml says how they are made.
LIKE_AN_ID = re.compile(
    r"\b(?:SCORM12-(?:RTE|CAM)|SCORM2004-(?:RTE|SN|CAM)|XAPI-[A-Z0-9.]+|CMI5|TINCAN|AICC|XML10|XMLBASE|ZIP|RFC\d+)"
    r"-[A-Za-z0-9.]*[A-Za-z0-9](?:-[A-Z0-9]+)*"
)


def _cited(path: Path) -> set[str]:
    return set(LIKE_AN_ID.findall(path.read_text("utf-8")))


@pytest.mark.parametrize("path", [*CODE, *TESTS], ids=lambda p: str(p.relative_to(ROOT)))
def test_what_is_cited_is_registered(path: Path) -> None:
    assert sorted(_cited(path) - set(CLAUSES)) == []


def test_every_registered_clause_is_named_by_a_test() -> None:
    """A rule about packages names its clause itself and has samples that fire it or do not."""
    named = set().union(*map(_cited, TESTS)) | {rule.clause for rule in RULES.values()}
    named.update(*(rule.also for rule in RULES.values()))
    assert sorted(set(CLAUSES) - named) == []


def test_ids_look_like_ids() -> None:
    assert [id_ for id_ in CLAUSES if not LIKE_AN_ID.fullmatch(id_)] == []
