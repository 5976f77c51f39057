"""SCORM 1.2 run-time data model as rows (SCORM Run-Time Environment 1.2, section 3.4).

Everything a row says is the strict reading of the book; what the tolerant profile lets pass is in
the row's `tolerate` and `mend`. Optional elements are all supported.
"""

from __future__ import annotations

from typing import Final

from runtime.cmi import codes
from runtime.cmi.table import Element, Format, Model
from runtime.cmi.types import Fault, Type

_CHARACTER = r"[^\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]"
_SET = r"[a-z0-9](?:,[a-z0-9]){0,25}"
_PAIRS = r"[a-z0-9]\.[a-z0-9](?:,[a-z0-9]\.[a-z0-9]){0,25}"
_STATUS = ("passed", "completed", "failed", "incomplete", "browsed")

TYPES: Final[dict[str, Type]] = {
    "string255": Type("text", longest=255),
    "string4096": Type("text", longest=4096),
    "identifier": Type(
        "pattern", pattern=_CHARACTER + "{1,255}", longest=255, example="QUESTION_1"
    ),
    "integer": Type("number", least=0, most=65536, whole=True, example="0"),
    "decimal": Type("number", example="12.5"),
    "score": Type("number", least=0, most=100, empty=True, example="85.5"),
    "time": Type(
        "pattern",
        pattern=r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,2})?",
        longest=11,
        example="14:05:09",
    ),
    "timespan": Type(
        "pattern",
        pattern=r"[0-9]{2,4}:[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,2})?",
        longest=13,
        example="0001:30:00",
    ),
    "credit": Type("words", words=("credit", "no-credit")),
    "status": Type("words", words=_STATUS),
    "objective_status": Type("words", words=(*_STATUS, "not attempted")),
    "entry": Type("words", words=("ab-initio", "resume", "")),
    "mode": Type("words", words=("browse", "normal", "review")),
    "exit": Type("words", words=("time-out", "suspend", "logout", "")),
    "time_limit_action": Type(
        "words",
        words=("exit,message", "exit,no message", "continue,message", "continue,no message"),
    ),
    "audio": Type("number", least=-1, most=100, whole=True, example="75"),
    "speed": Type("number", least=-100, most=100, whole=True, example="0"),
    "text": Type("words", words=("-1", "0", "1")),
    "interaction_type": Type(
        "words",
        words=(
            "true-false",
            "choice",
            "fill-in",
            "matching",
            "performance",
            "sequencing",
            "likert",
            "numeric",
        ),
    ),
    "result_word": Type("words", words=("correct", "wrong", "unanticipated", "neutral")),
    "result": Type("either", of=("decimal", "result_word")),
    "response": Type("interaction", part="response"),
    "pattern": Type("interaction", part="pattern"),
    # CMIFeedback by interaction type (SCORM12-RTE-3.4.2)
    "true_false": Type("pattern", pattern=r"[01tf][^\u0000]*", longest=255, example="t"),
    "choice": Type(
        "pattern", pattern=rf"(?:{_SET})?|\{{{_SET}\}}", longest=255, example="a,c or {a,c}"
    ),
    "matching": Type(
        "pattern", pattern=rf"(?:{_PAIRS})?|\{{{_PAIRS}\}}", longest=255, example="1.c,2.b"
    ),
    "sequencing": Type("pattern", pattern=rf"(?:{_SET})?", longest=255, example="b,a,c"),
    "likert": Type("pattern", pattern=r"[^\u0000]?", longest=255, example="3"),
}

FORMATS: Final[dict[str, Format]] = {
    "true-false": Format("true_false", "true_false"),
    "choice": Format("choice", "choice"),
    "fill-in": Format("string255", "string255"),
    "numeric": Format("decimal", "decimal"),
    "likert": Format("likert", "likert"),
    "matching": Format("matching", "matching"),
    "performance": Format("string255", "string255"),
    "sequencing": Format("sequencing", "sequencing"),
}

_ANY_ANSWER: Final[tuple[Fault, ...]] = ("form", "blank", "range", "length")
_LONG: Final[tuple[Fault, ...]] = ("length",)
_ID: Final[tuple[Fault, ...]] = ("form", "length")


def _score(group: str, clause: str) -> tuple[Element, ...]:
    return (
        Element(f"{group}._children", "keyword", "string255", default="raw,min,max", clause=clause),
        *(
            Element(
                f"{group}.{name}",
                "rw",
                "score",
                default="",
                tolerate=("range",),
                mend="decimal",
                clause=clause,
            )
            for name in ("raw", "min", "max")
        ),
    )


def _children(group: str, names: str, clause: str) -> Element:
    return Element(f"{group}._children", "keyword", "string255", default=names, clause=clause)


def _count(group: str, clause: str) -> Element:
    return Element(f"{group}._count", "keyword", "integer", default="0", clause=clause)


_CORE = "SCORM12-RTE-3.4.4-CORE"
_OBJECTIVES = "SCORM12-RTE-3.4.4-OBJECTIVES"
_STUDENT_DATA = "SCORM12-RTE-3.4.4-STUDENT-DATA"
_PREFERENCE = "SCORM12-RTE-3.4.4-STUDENT-PREFERENCE"
_INTERACTIONS = "SCORM12-RTE-3.4.4-INTERACTIONS"
_OTHER = "SCORM12-RTE-3.4.4"

_CORE_ROWS = (
    _children(
        "cmi.core",
        "student_id,student_name,lesson_location,credit,lesson_status,entry,score,total_time,"
        "lesson_mode,exit,session_time",
        _CORE,
    ),
    Element("cmi.core.student_id", "r", "identifier", default="", clause=_CORE),
    Element("cmi.core.student_name", "r", "string255", default="", clause=_CORE),
    Element(
        "cmi.core.lesson_location", "rw", "string255", default="", tolerate=_LONG, clause=_CORE
    ),
    Element("cmi.core.credit", "r", "credit", default="credit", clause=_CORE),
    Element(
        "cmi.core.lesson_status",
        "rw",
        "status",
        default="not attempted",
        mend="lower",
        clause=_CORE,
    ),
    Element("cmi.core.entry", "r", "entry", default="ab-initio", clause=_CORE),
    *_score("cmi.core.score", _CORE),
    Element("cmi.core.total_time", "r", "timespan", default="0000:00:00.00", clause=_CORE),
    Element("cmi.core.lesson_mode", "r", "mode", default="normal", clause=_CORE),
    Element("cmi.core.exit", "w", "exit", clause=_CORE),
    Element("cmi.core.session_time", "w", "timespan", mend="timespan", clause=_CORE),
)

_OBJECTIVE_ROWS = (
    _children("cmi.objectives", "id,score,status", _OBJECTIVES),
    _count("cmi.objectives", _OBJECTIVES),
    Element(
        "cmi.objectives.n.id",
        "rw",
        "identifier",
        default="",
        tolerate=_ID,
        mend="trim",
        clause=_OBJECTIVES,
    ),
    *_score("cmi.objectives.n.score", _OBJECTIVES),
    Element(
        "cmi.objectives.n.status",
        "rw",
        "objective_status",
        default="not attempted",
        mend="lower",
        clause=_OBJECTIVES,
    ),
)

_STUDENT_ROWS = (
    _children(
        "cmi.student_data", "mastery_score,max_time_allowed,time_limit_action", _STUDENT_DATA
    ),
    Element("cmi.student_data.mastery_score", "r", "score", default="", clause=_STUDENT_DATA),
    Element("cmi.student_data.max_time_allowed", "r", "timespan", default="", clause=_STUDENT_DATA),
    Element(
        "cmi.student_data.time_limit_action",
        "r",
        "time_limit_action",
        default="",
        clause=_STUDENT_DATA,
    ),
    _children("cmi.student_preference", "audio,language,speed,text", _PREFERENCE),
    Element("cmi.student_preference.audio", "rw", "audio", default="0", clause=_PREFERENCE),
    Element(
        "cmi.student_preference.language",
        "rw",
        "string255",
        default="",
        tolerate=_LONG,
        clause=_PREFERENCE,
    ),
    Element("cmi.student_preference.speed", "rw", "speed", default="0", clause=_PREFERENCE),
    Element("cmi.student_preference.text", "rw", "text", default="0", clause=_PREFERENCE),
)

_INTERACTION = "cmi.interactions.n"
_INTERACTION_ROWS = (
    _children(
        "cmi.interactions",
        "id,objectives,time,type,correct_responses,weighting,student_response,result,latency",
        _INTERACTIONS,
    ),
    _count("cmi.interactions", _INTERACTIONS),
    Element(
        f"{_INTERACTION}.id", "w", "identifier", tolerate=_ID, mend="trim", clause=_INTERACTIONS
    ),
    _count(f"{_INTERACTION}.objectives", _INTERACTIONS),
    Element(
        f"{_INTERACTION}.objectives.n.id",
        "w",
        "identifier",
        tolerate=_ID,
        mend="trim",
        clause=_INTERACTIONS,
    ),
    Element(f"{_INTERACTION}.time", "w", "time", clause=_INTERACTIONS),
    Element(f"{_INTERACTION}.type", "w", "interaction_type", mend="lower", clause=_INTERACTIONS),
    _count(f"{_INTERACTION}.correct_responses", _INTERACTIONS),
    Element(
        f"{_INTERACTION}.correct_responses.n.pattern",
        "w",
        "pattern",
        tolerate=_ANY_ANSWER,
        clause=_INTERACTIONS,
    ),
    Element(f"{_INTERACTION}.weighting", "w", "decimal", mend="decimal", clause=_INTERACTIONS),
    Element(
        f"{_INTERACTION}.student_response",
        "w",
        "response",
        tolerate=_ANY_ANSWER,
        clause=_INTERACTIONS,
    ),
    Element(f"{_INTERACTION}.result", "w", "result", mend="lower", clause=_INTERACTIONS),
    Element(f"{_INTERACTION}.latency", "w", "timespan", mend="timespan", clause=_INTERACTIONS),
)

SCORM12: Final = Model(
    standard="scorm12",
    edition="1.2",
    elements=(
        Element("cmi._version", "keyword", "string255", default="3.4", clause=_OTHER),
        *_CORE_ROWS,
        Element("cmi.suspend_data", "rw", "string4096", default="", tolerate=_LONG, clause=_OTHER),
        Element("cmi.launch_data", "r", "string4096", default="", clause=_OTHER),
        Element(
            "cmi.comments",
            "rw",
            "string4096",
            default="",
            append=True,
            tolerate=_LONG,
            clause=_OTHER,
        ),
        Element("cmi.comments_from_lms", "r", "string4096", default="", clause=_OTHER),
        *_OBJECTIVE_ROWS,
        *_STUDENT_ROWS,
        *_INTERACTION_ROWS,
    ),
    types=TYPES,
    formats=FORMATS,
    interaction_type="cmi.interactions.n.type",
    unnamed="unnamed-leaf",
    codes=codes.SCORM12,
    strings=codes.STRINGS12,
    calls=codes.CALLS12,
)
