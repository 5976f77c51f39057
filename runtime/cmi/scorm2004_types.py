"""Value types of the SCORM 2004 data model, and what interactions take by their type.

SCORM 2004 Run-Time Environment, 4.1.1.7 and 4.2.9. What an edition changes is in `scorm2004.py`.
"""

from __future__ import annotations

from typing import Final

from runtime.cmi.table import Format
from runtime.cmi.types import Type

_URI = r"[A-Za-z0-9\-._~:\/?#@!$&'()*+,;=%]"
_IDENTIFIER = (
    rf"(?![Uu][Rr][Nn]:){_URI}+"
    rf"|[Uu][Rr][Nn]:[A-Za-z0-9][A-Za-z0-9\-]{{0,31}}:{_URI}+"
)
_INTERVAL = (
    r"P(?=[0-9]|T[0-9])(?:[0-9]{1,10}Y)?(?:[0-9]{1,10}M)?(?:[0-9]{1,10}D)?"
    r"(?:T(?=[0-9])(?:[0-9]{1,10}H)?(?:[0-9]{1,10}M)?(?:[0-9]{1,10}(?:\.[0-9]{1,2})?S)?)?"
)
_NAVIGATION = "continue|previous|exit|exitAll|abandon|abandonAll|suspendAll|_none_"

TYPES: Final[dict[str, Type]] = {
    "string": Type("text"),
    "string250": Type("text", minimum=250),
    "string1000": Type("text", minimum=1000),
    "string4000": Type("text", minimum=4000),
    "suspend_data": Type("text", minimum=64000),
    "store": Type("text", minimum=64000),
    "localized250": Type("localized", minimum=250),
    "localized4000": Type("localized", minimum=4000),
    "long_identifier": Type(
        "pattern", pattern=_IDENTIFIER, minimum=4000, example="urn:example:objective-1"
    ),
    "short_identifier": Type("pattern", pattern=_IDENTIFIER, minimum=250, example="choice_a"),
    "language": Type("language", empty=True, example="ru-RU"),
    "integer": Type("number", least=0, whole=True, example="0"),
    "real": Type("number", example="12.5"),
    "real_0_up": Type("number", least=0, example="1.5"),
    "real_0_1": Type("number", least=0, most=1, example="0.75"),
    "real_-1_1": Type("number", least=-1, most=1, example="0.75"),
    "time": Type("time", example="2026-01-31T14:05:09.25Z"),
    "interval": Type("pattern", pattern=_INTERVAL, longest=80, example="PT1H30M5.25S"),
    "completion": Type("words", words=("completed", "incomplete", "not attempted", "unknown")),
    "success": Type("words", words=("passed", "failed", "unknown")),
    "credit": Type("words", words=("credit", "no-credit")),
    "entry": Type("words", words=("ab-initio", "resume", "")),
    "mode": Type("words", words=("browse", "normal", "review")),
    "exit": Type("words", words=("time-out", "suspend", "logout", "normal", "")),
    "captioning": Type("words", words=("-1", "0", "1")),
    "time_limit_action": Type(
        "words",
        words=("exit,message", "exit,no message", "continue,message", "continue,no message"),
    ),
    "validity": Type("words", words=("true", "false", "unknown")),
    "navigation": Type(
        "pattern",
        pattern=rf"{_NAVIGATION}|\{{target=[^{{}}]+\}}(?:choice|jump)",
        example="continue, exitAll, {target=ID}choice …",
    ),
    "interaction_type": Type(
        "words",
        words=(
            "true-false",
            "choice",
            "fill-in",
            "long-fill-in",
            "matching",
            "performance",
            "sequencing",
            "likert",
            "numeric",
            "other",
        ),
    ),
    "result_word": Type("words", words=("correct", "incorrect", "unanticipated", "neutral")),
    "result": Type("either", of=("real", "result_word")),
    "response": Type("interaction", part="response"),
    "pattern": Type("interaction", part="pattern"),
    # responses and patterns by interaction type (SCORM2004-RTE-4.2.9.1, SCORM2004-RTE-4.2.9.2)
    "true_false": Type("words", words=("true", "false")),
    "choice": Type(
        "list",
        item="short_identifier",
        separator="[,]",
        empty=True,
        distinct=True,
        example="a[,]c",
    ),
    "fill_in": Type("list", item="localized250", separator="[,]", example="{lang=en}car[,]bus"),
    "fill_in_pattern": Type(
        "list",
        item="localized250",
        separator="[,]",
        flags=("case_matters", "order_matters"),
        example="{case_matters=false}{lang=en}car[,]bus",
    ),
    "long_fill_in_pattern": Type(
        "localized", minimum=4000, flags=("case_matters",), example="{case_matters=true}text"
    ),
    "match": Type("pair", left="short_identifier", right="short_identifier", separator="[.]"),
    "matching": Type("list", item="match", separator="[,]", example="1[.]c[,]2[.]b"),
    "range": Type("range", separator="[:]", example="1[:]10"),
    "plain": Type("pattern", pattern=r"(?:(?!\[:\])[^\u0000])*", example="valve"),
    "measured": Type("either", of=("range", "plain")),
    "step": Type("pair", left="short_identifier", right="string250", separator="[.]", empty=True),
    "measured_step": Type(
        "pair", left="short_identifier", right="measured", separator="[.]", empty=True
    ),
    "performance": Type("list", item="step", separator="[,]", example="step1[.]valve[,]step2[.]3"),
    "performance_pattern": Type(
        "list",
        item="measured_step",
        separator="[,]",
        flags=("order_matters",),
        example="{order_matters=false}step1[.]valve[,]step2[.]1[:]3",
    ),
    "sequencing": Type("list", item="short_identifier", separator="[,]", example="b[,]a[,]c"),
}

FORMATS: Final[dict[str, Format]] = {
    "true-false": Format("true_false", "true_false", patterns=1),
    "choice": Format("choice", "choice", distinct=True),
    "fill-in": Format("fill_in", "fill_in_pattern"),
    "long-fill-in": Format("localized4000", "long_fill_in_pattern"),
    "matching": Format("matching", "matching"),
    "performance": Format("performance", "performance_pattern"),
    "sequencing": Format("sequencing", "sequencing"),
    "likert": Format("short_identifier", "short_identifier", patterns=1),
    "numeric": Format("real", "range", patterns=1),
    "other": Format("string4000", "string4000", patterns=1),
}
