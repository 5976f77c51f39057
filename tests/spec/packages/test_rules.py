"""Every rule can fire, does not fire on sound packages, and is documented."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

import pytest

from cursus.clauses import CLAUSES
from packager.inspection import Inspection, inspect
from packager.rules.pages import pages, title
from packager.rules.register import FAMILIES, RULES, rules_of
from packager.rules.why import WHY
from tests.course_structures import cmi5_package, structure, tincan, xapi_package
from tests.spec.packages.rule_samples import SAMPLES, SOUND_12, SOUND_2004
from tests.spec.packages.sample import LIMITS

if TYPE_CHECKING:
    from types import ModuleType

    from packager.findings import Rule
    from packager.limits import ArchiveLimits

ROOT = Path(__file__).parents[3]

#: Fired by workers that run out of their bounds, or stumble: tests/unit/packager/test_workers.py.
FIRED_BY_WORKERS = {"inspection.exhausted", "inspection.failed"}


def _inspected(tmp_path: Path, data: bytes, limits: ArchiveLimits = LIMITS) -> Inspection:
    path = tmp_path / "package.zip"
    path.write_bytes(data)
    return inspect(path, limits)


def test_every_rule_has_a_sample_that_breaks_it() -> None:
    assert set(SAMPLES) | FIRED_BY_WORKERS == set(RULES)


@pytest.mark.parametrize("rule", SAMPLES)
def test_a_package_that_breaks_a_rule_is_told_so(rule: str, tmp_path: Path) -> None:
    sample = SAMPLES[rule]
    inspection = _inspected(tmp_path, sample.data, sample.limits)
    found = [finding for finding in inspection.report.findings if finding.rule == rule]
    assert found, [finding.rule for finding in inspection.report.findings]
    assert all(finding.severity == RULES[rule].severity for finding in found)
    assert inspection.report.playable == (inspection.course is not None)
    if RULES[rule].severity == "error":
        assert inspection.course is None
        assert inspection.index is None
    elif rule not in {"scorm.reference-dangling", "scorm.resource-without-href"}:
        assert inspection.report.playable, [f.rule for f in inspection.report.findings]


@pytest.mark.parametrize(
    "package",
    [SOUND_12, SOUND_2004, cmi5_package(structure()), xapi_package(tincan())],
    ids=["SCORM 1.2", "SCORM 2004", "cmi5", "xAPI"],
)
def test_a_sound_package_has_no_finding(package: bytes, tmp_path: Path) -> None:
    inspection = _inspected(tmp_path, package)
    assert inspection.report.findings == ()
    assert inspection.report.conformant


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_speaks_both_languages_and_cites_known_clauses(rule: Rule) -> None:
    for text in (rule.text, rule.hint):
        assert any("a" <= letter <= "z" for letter in text.en)
        assert any("а" <= letter <= "я" for letter in text.ru)
        assert _fields(text.en) == _fields(text.ru)
    assert rule.clause is None or rule.clause in CLAUSES
    assert set(rule.also) <= set(CLAUSES)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_says_whole_sentences_whatever_the_numbers_and_values_in_it(rule: Rule) -> None:
    for text in (rule.text.en, rule.text.ru, rule.hint.en, rule.hint.ru):
        assert not text.startswith("{count}")  # what follows would be wrong for one, or for two
        assert not re.search(r"\} (?!Edition)[A-ZА-ЯЁ][a-zа-яё]+ ", text)  # no full stop between


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("name", ["rules.md", "rules.ru.md"])
def test_the_page_of_rules_is_the_register(name: str) -> None:
    assert (ROOT / "docs" / name).read_text("utf-8") == pages()[name]


def test_every_module_of_rules_is_a_family() -> None:
    modules = [
        import_module(f"packager.rules.{path.stem}")
        for path in sorted((ROOT / "packager/rules").glob("*.py"))
    ]
    assert {m for m in modules if hasattr(m, "TITLE")} == set(FAMILIES)
    assert {m for m in modules if rules_of(m)} == set(FAMILIES)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
def test_a_family_is_called_something_in_both_languages(family: ModuleType) -> None:
    """By TITLE of its module."""
    assert re.search("[a-z]", title(family).en)
    assert re.search("[а-я]", title(family).ru)


def test_reasons_are_of_rules_and_in_both_languages() -> None:
    assert set(WHY) <= set(RULES)
    for text in WHY.values():
        assert re.search("[a-z]", text.en)
        assert re.search("[а-я]", text.ru)
        assert "{" not in text.en + text.ru
