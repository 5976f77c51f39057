"""The register of rules: every finding that cursus can make, by id.

Rules are constants of the modules named here, so that a typing checker sees a wrong name. An id
is `<family>.<fault>`; it is stored with packages and scripts match it, so it is never renamed and
never given another meaning. To add a rule: a constant in its family's module, a sample that fires
it, and `python -m packager.rules.register`, which writes docs/rules.md and docs/rules.ru.md; where
its hint does not say what goes wrong otherwise, an entry in why.toml. A new family is a module with
a TITLE that is named in FAMILIES. Tests hold all of this.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from packager.findings import Rule
from packager.rules import (
    aicc,
    archive,
    cmi5,
    files,
    foreign,
    identification,
    items,
    manifest,
    mending,
    metadata,
    sequencing,
    structure,
    xapi,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

FAMILIES = (
    archive,
    foreign,
    identification,
    mending,
    manifest,
    files,
    items,
    sequencing,
    metadata,
    structure,
    aicc,
    cmi5,
    xapi,
)


def rules_of(family: ModuleType) -> list[Rule]:
    """Return the rules of one family, in its order."""
    return [rule for rule in vars(family).values() if isinstance(rule, Rule)]


def _register() -> Mapping[str, Rule]:
    rules: dict[str, Rule] = {}
    for family in FAMILIES:
        for rule in rules_of(family):
            if rules.setdefault(rule.id, rule) is not rule:
                raise ValueError(f"two rules are called {rule.id}")
    return MappingProxyType(rules)


RULES: Mapping[str, Rule] = _register()


if __name__ == "__main__":
    from pathlib import Path

    from packager.rules.pages import pages

    for name, text in pages().items():
        (Path(__file__).parents[2] / "docs" / name).write_text(text, "utf-8")
