"""Judgements as JUnit XML, which CI systems show as tests: one suite, a case for each package.

There is no standard; this is what Jenkins, GitLab and others agree on. A package that is refused
is a failure, one that cannot be read an error; warnings and notes stand in `system-out`. GitLab
calls a case by `classname` and `name` and shows one failure, so all errors stand in one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click
from lxml import etree

from packager.judgement import VERDICTS
from packager.reports.text import TextReport

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cursus.texts import Language
    from packager.findings import Finding
    from packager.judgement import Judgement, Summary


def junit_report(judgements: Sequence[Judgement], summary: Summary, language: Language) -> bytes:
    """Return all judgements of a run."""
    counts = {
        "name": "cursus validate",
        "tests": str(summary.packages),
        "failures": str(summary.refused),
        "errors": str(summary.unreadable),
        "skipped": "0",
        "time": f"{summary.seconds:.3f}",
    }
    root = etree.Element("testsuites", counts)
    suite = etree.SubElement(root, "testsuite", counts)
    for judgement in judgements:
        _add_case(suite, judgement, language)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _add_case(suite: etree._Element, judgement: Judgement, language: Language) -> None:
    where = {"classname": "cursus.validate", "name": judgement.name, "file": judgement.name}
    case = etree.SubElement(suite, "testcase", where, time=f"{judgement.seconds:.3f}")
    errors = judgement.of_severity("error")
    others = [finding for finding in judgement.report.findings if finding.severity != "error"]
    verdict = VERDICTS[judgement.verdict].say(language)
    if judgement.unreadable is not None:
        said = _legal(judgement.unreadable.say(language))
        etree.SubElement(case, "error", message=said, type=verdict)
    if errors:
        message = f"{errors[0].rule}: {errors[0].text.say(language)}"
        if len(errors) > 1:
            message += f" (+{len(errors) - 1})"
        failure = etree.SubElement(case, "failure", message=_legal(message), type=verdict)
        failure.text = _said(errors, language)
    if others:
        etree.SubElement(case, "system-out").text = _said(others, language)


def _said(findings: Sequence[Finding], language: Language) -> str:
    report = TextReport(language)
    said = "\n".join(click.unstyle(report.finding(finding)) for finding in findings)
    return _legal(f"\n{said}\n")


def _legal(text: str) -> str:
    """Return a text without the characters that XML 1.0 does not have (2.2)."""
    return _ILLEGAL.sub("\ufffd", text)
