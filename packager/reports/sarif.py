"""Judgements as SARIF 2.1.0, the form of code scanning.

A finding's first location is a file that viewers can open: the descriptor itself of an unpacked
course, the archive of a packed one; where in the archive it is stands in a related location, an
artifact nested in the archive (3.24.3), and at the head of the message. Paths are relative to the
folder that the command runs in, which is taken for the root of the sources.
"""

from __future__ import annotations

import os
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

import orjson

from packager.rules.pages import PAGES, anchor, page, without_values
from packager.rules.register import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cursus.texts import Language
    from packager.findings import Finding, Rule, Severity
    from packager.judgement import Judgement

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
SOURCES = "%SRCROOT%"

_LEVELS: dict[Severity, Literal["error", "warning", "note"]] = {
    "error": "error",
    "warning": "warning",
    "info": "note",
}
Json = dict[str, Any]


def sarif_report(
    judgements: Sequence[Judgement], language: Language, rules_url: str | None
) -> bytes:
    """Return one run over all packages; `rules_url` is where the pages of rules are published."""
    fired = sorted({finding.rule for j in judgements for finding in j.report.findings})
    artifacts = _Artifacts()
    results = [
        _result(judgement, finding, fired.index(finding.rule), artifacts, language)
        for judgement in judgements
        for finding in judgement.report.findings
    ]
    for judgement in judgements:
        artifacts.of_package(judgement)
    driver: Json = {
        "name": "cursus",
        "semanticVersion": version("cursus"),
        "language": language,
        "rules": [_rule(RULES[rule], language, rules_url) for rule in fired],
    }
    run = {
        "tool": {"driver": driver},
        "invocations": [_invocation(judgements, language)],
        "artifacts": artifacts.listed,
        "results": results,
        "columnKind": "unicodeCodePoints",
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return orjson.dumps(log, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


class _Artifacts:
    """The files that results speak of, each once (3.14.15)."""

    def __init__(self) -> None:
        self.listed: list[Json] = []
        self._places: dict[tuple[str, str | None], int] = {}

    def of_package(self, judgement: Judgement) -> int:
        """Return the index of a package."""
        found: Json = {"location": _location(judgement.name), "roles": ["analysisTarget"]}
        if judgement.folder:
            found["roles"].append("directory")
        found["properties"] = {
            "verdict": judgement.verdict,
            "standard": judgement.standard,
            "edition": judgement.edition,
            "title": judgement.title,
        }
        return self._listed((judgement.name, None), found)

    def inside(self, judgement: Judgement, file: str) -> int:
        """Return the index of a file in an archive; its address is rooted there (3.24.3)."""
        parent = self.of_package(judgement)
        uri = "/" + quote(file.lstrip("/"))
        return self._listed(
            (judgement.name, file), {"location": {"uri": uri}, "parentIndex": parent}
        )

    def _listed(self, key: tuple[str, str | None], artifact: Json) -> int:
        if key not in self._places:
            self._places[key] = len(self.listed)
            self.listed.append(artifact)
        return self._places[key]


def _location(name: str) -> Json:
    """Return where a file is: relative to the sources' root where it lies below it."""
    path = Path(os.path.normpath(name))
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        path = path.relative_to(Path.cwd())
    if path.is_absolute():
        return {"uri": f"file://{quote(str(path))}"}
    if ".." in path.parts:
        return {"uri": f"file://{quote(str(path.resolve()))}"}
    return {"uri": quote(str(path)), "uriBaseId": SOURCES}


def _result(
    judgement: Judgement, finding: Finding, index: int, artifacts: _Artifacts, language: Language
) -> Json:
    place = ":".join(str(p) for p in (finding.file, finding.line, finding.column) if p is not None)
    said = f"{finding.text.say(language)} {finding.hint.say(language)}"
    result: Json = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{place}: {said}" if place and not judgement.folder else said},
        "locations": [_first_location(judgement, finding, artifacts)],
        "partialFingerprints": {"cursusFinding/v1": _fingerprint(judgement, finding)},
        "properties": {"mended": finding.mended},
    }
    if finding.file is not None and not judgement.folder:
        at = artifacts.inside(judgement, finding.file)
        physical: Json = {"artifactLocation": {**artifacts.listed[at]["location"], "index": at}}
        physical.update(_region(finding))
        result["relatedLocations"] = [
            {"id": 1, "physicalLocation": physical, "message": {"text": place}}
        ]
    clauses = [clause for clause in (finding.clause, *finding.also) if clause]
    if clauses:
        result["properties"]["clauses"] = clauses
    return result


def _first_location(judgement: Judgement, finding: Finding, artifacts: _Artifacts) -> Json:
    physical: Json
    if judgement.folder and finding.file is not None:
        physical = {"artifactLocation": _location(f"{judgement.name}/{finding.file}")}
        physical.update(_region(finding))
    else:
        index = artifacts.of_package(judgement)
        physical = {"artifactLocation": {**_location(judgement.name), "index": index}}
    location: Json = {"physicalLocation": physical}
    if finding.element is not None:
        logical = {"fullyQualifiedName": finding.element, "kind": "element"}
        location["logicalLocations"] = [logical]
    return location


def _region(finding: Finding) -> Iterator[tuple[str, Json]]:
    if finding.line is None:
        return
    region: Json = {"startLine": finding.line}
    if finding.column is not None:
        region["startColumn"] = finding.column
    if finding.source is not None:
        region["snippet"] = {"text": finding.source}
    yield "region", region


def _fingerprint(judgement: Judgement, finding: Finding) -> str:
    """Return what stays the same when lines are added above or the language is another."""
    same = (judgement.name, finding.rule, finding.file, finding.element, finding.text.en)
    return sha256("\0".join(str(part) for part in same).encode()).hexdigest()[:32]


def _rule(rule: Rule, language: Language, rules_url: str | None) -> Json:
    text = without_values(rule.text.say(language))
    described: Json = {
        "id": rule.id,
        "shortDescription": {"text": text},
        "fullDescription": {"text": text},
        "help": {
            "text": without_values(rule.hint.say(language)),
            "markdown": page(rule, language),
        },
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [rule.id.partition(".")[0], *(["mended"] if rule.mended else [])]},
    }
    if rules_url is not None:  # 3.49.12 wants it absolute, so there is none by default
        described["helpUri"] = f"{rules_url.rstrip('/')}/{PAGES[language]}#{anchor(rule.id)}"
    return described


def _invocation(judgements: Sequence[Judgement], language: Language) -> Json:
    """Return how the run went: what could not be read, and what cursus stumbled over."""
    unread = [j for j in judgements if j.unreadable is not None]
    notifications = [
        {
            "level": "error",
            "message": {"text": f"{j.name}: {j.unreadable.say(language) if j.unreadable else ''}"},
            "locations": [{"physicalLocation": {"artifactLocation": _location(j.name)}}],
        }
        for j in unread
    ]
    return {
        "executionSuccessful": not unread,
        "toolExecutionNotifications": notifications,
    }
