"""Judgements as JSON; docs/validating.md says what each member means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import orjson

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cursus.texts import Language
    from packager.judgement import Judgement, Summary


def json_report(judgements: Sequence[Judgement], summary: Summary, language: Language) -> bytes:
    """Return all judgements of a run, with the findings in one language."""
    said = {
        "packages": [_package(judgement, language) for judgement in judgements],
        "summary": {**msgspec.structs.asdict(summary), "seconds": round(summary.seconds, 3)},
    }
    return orjson.dumps(said, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _package(judgement: Judgement, language: Language) -> dict[str, Any]:
    return {
        "file": judgement.name,
        "verdict": judgement.verdict,
        "playable": judgement.verdict in {"playable", "conformant"},
        "conformant": judgement.verdict == "conformant",
        "problem": judgement.unreadable.say(language) if judgement.unreadable else None,
        "standard": judgement.standard,
        "edition": judgement.edition,
        "title": judgement.title,
        "seconds": round(judgement.seconds, 3),
        "findings": [finding.as_json(language) for finding in judgement.report.findings],
    }
