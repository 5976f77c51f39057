"""Every problem that cursus can answer with is stable and documented."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest

import cursus
import lrs
import packager
import runtime
from cursus.errors import Problem

ROOT = Path(__file__).parents[2]


def _all_problems() -> list[type[Problem]]:
    for package in (cursus, lrs, packager, runtime):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    found: list[type[Problem]] = [Problem]
    for kind in found:
        found.extend(sub for sub in kind.__subclasses__() if sub not in found)
    return sorted(found, key=lambda kind: kind.slug)


PROBLEMS = _all_problems()


def problems_page() -> str:
    """The table of docs/problems.md."""
    rows = [
        f"| `{kind.slug}` | {kind.status} | {kind.title().en} | {kind.title_ru} |"
        for kind in PROBLEMS
    ]
    return "\n".join(["| slug | status | title | заголовок |", "|---|---|---|---|", *rows]) + "\n"


def test_no_two_problems_share_a_slug() -> None:
    slugs = [kind.slug for kind in PROBLEMS]
    assert sorted(set(slugs)) == slugs


@pytest.mark.parametrize("kind", PROBLEMS, ids=lambda kind: kind.slug)
def test_a_problem_has_a_title_of_its_own_in_both_languages(kind: type[Problem]) -> None:
    title = kind.title()
    assert title.en
    assert "title_ru" in vars(kind)
    assert any("а" <= letter <= "я" for letter in title.ru.lower())
    assert 400 <= kind.status < 600


def test_the_page_of_problems_lists_all_of_them() -> None:
    assert problems_page() in (ROOT / "docs/problems.md").read_text("utf-8")


if __name__ == "__main__":
    (ROOT / "docs/problems.md").write_text(
        "# Problems\n\n"
        "Errors are problem details (RFC 9457): `application/problem+json` with `type`"
        " `urn:cursus:problem:<slug>`, `title`, `status` and mostly `detail`, in English or Russian"
        " by `Accept-Language`. The slug is stable; test for it, not for the words.\n\n"
        + problems_page(),
        "utf-8",
    )
