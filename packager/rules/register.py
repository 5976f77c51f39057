"""The register of rules: every finding that cursus can make, by id.

Rules are constants of the modules named here, so that a typing checker sees a wrong name. An id
is `<family>.<fault>`; it is stored with packages and scripts match it, so it is never renamed and
never given another meaning. To add a rule: a constant in its family's module, a test that fires
it, and `python -m packager.rules.register` into docs/rules.md (tests hold all three).
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from packager.findings import Rule
from packager.rules import archive, files, identification, items

if TYPE_CHECKING:
    from collections.abc import Mapping

FAMILIES = (archive, identification, files, items)


def _register() -> Mapping[str, Rule]:
    rules: dict[str, Rule] = {}
    for family in FAMILIES:
        for rule in vars(family).values():
            if not isinstance(rule, Rule):
                continue
            if rules.setdefault(rule.id, rule) is not rule:
                raise ValueError(f"two rules are called {rule.id}")
    return MappingProxyType(rules)


RULES: Mapping[str, Rule] = _register()


def rules_page() -> str:
    """Return docs/rules.md: every rule with what it means and what to do about it."""
    lines = [
        "# What cursus says about packages",
        "",
        (
            "One line per rule. An *error* means that the package is refused, a *warning* that it"
            " plays but breaks its standard, *info* is for information. *Mended* faults stay in the"
            " stored upload as they are; cursus plays the package as if they were not there."
            " This page is generated: `python -m packager.rules.register`."
        ),
    ]
    for family in FAMILIES:
        title = (family.__doc__ or "").strip().splitlines()[0].rstrip(".")
        lines += ["", f"## {title}", "", "| rule | kind | message | what to do | clause |"]
        lines.append("|---|---|---|---|---|")
        for rule in vars(family).values():
            if isinstance(rule, Rule):
                kind = rule.severity + (", mended" if rule.mended else "")
                lines.append(
                    f"| `{rule.id}` | {kind} | {rule.text.en} | {rule.hint.en}"
                    f" | {', '.join(filter(None, (rule.clause, *rule.also)))} |"
                )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(rules_page(), end="")  # noqa: T201 - a generator's output
