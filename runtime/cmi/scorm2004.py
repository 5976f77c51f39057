"""SCORM 2004 run-time data model as rows (SCORM 2004 Run-Time Environment, section 4.2).

The rows are those of the 4th Edition; `scorm2004(edition)` says what the 2nd and 3rd change. What
the tolerant profile lets pass is in a row's `tolerate` and `mend`; everything else is the strict
reading. Minimums (SPM) never refuse a value.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from runtime.cmi import codes
from runtime.cmi.scorm2004_types import FORMATS, TYPES
from runtime.cmi.table import Element, Judge, Model

if TYPE_CHECKING:
    from runtime.cmi.types import Fault

_ID: Final[tuple[Fault, ...]] = ("form",)
_TEXT: Final[tuple[Fault, ...]] = ("language",)
_ANSWER: Final[tuple[Fault, ...]] = (
    "needs",
    "form",
    "blank",
    "word",
    "range",
    "language",
    "prefix",
)


def _children(group: str, names: str, clause: str) -> Element:
    return Element(f"{group}._children", "keyword", "string", default=names, clause=clause)


def _count(group: str, minimum: int, clause: str, *, fixed: bool = False) -> Element:
    return Element(
        f"{group}._count",
        "keyword",
        "integer",
        default="0",
        minimum=minimum,
        fixed=fixed,
        clause=clause,
    )


def _score(group: str, needs: tuple[str, ...], clause: str) -> tuple[Element, ...]:
    return (
        _children(f"{group}", "scaled,raw,min,max", clause),
        Element(f"{group}.scaled", "rw", "real_-1_1", needs=needs, clause=clause),
        Element(f"{group}.raw", "rw", "real", needs=needs, clause=clause),
        Element(f"{group}.min", "rw", "real", needs=needs, clause=clause),
        Element(f"{group}.max", "rw", "real", needs=needs, clause=clause),
    )


def _comments() -> tuple[Element, ...]:
    clause, names = "SCORM2004-RTE-4.2.2", "comment,location,timestamp"
    learner, lms = "cmi.comments_from_learner", "cmi.comments_from_lms"
    return (
        _children(learner, names, clause),
        _count(learner, 250, clause),
        Element(f"{learner}.n.comment", "rw", "localized4000", tolerate=_TEXT, clause=clause),
        Element(f"{learner}.n.location", "rw", "string250", clause=clause),
        Element(f"{learner}.n.timestamp", "rw", "time", mend="moment", clause=clause),
        _children(lms, names, "SCORM2004-RTE-4.2.3"),
        _count(lms, 100, "SCORM2004-RTE-4.2.3", fixed=True),
        Element(f"{lms}.n.comment", "r", "localized4000", clause="SCORM2004-RTE-4.2.3"),
        Element(f"{lms}.n.location", "r", "string250", clause="SCORM2004-RTE-4.2.3"),
        Element(f"{lms}.n.timestamp", "r", "time", clause="SCORM2004-RTE-4.2.3"),
    )


def _interactions() -> tuple[Element, ...]:
    clause, one = "SCORM2004-RTE-4.2.9", "cmi.interactions.n"
    has_id, has_type = (f"{one}.id",), (f"{one}.id", f"{one}.type")
    return (
        _children(
            "cmi.interactions",
            "id,type,objectives,timestamp,correct_responses,weighting,learner_response,result,"
            "latency,description",
            clause,
        ),
        _count("cmi.interactions", 250, clause),
        Element(f"{one}.id", "rw", "long_identifier", tolerate=_ID, mend="trim", clause=clause),
        Element(
            f"{one}.type",
            "rw",
            "interaction_type",
            needs=has_id,
            tolerate=("needs",),
            clause=clause,
        ),
        _count(f"{one}.objectives", 10, clause),
        Element(
            f"{one}.objectives.n.id",
            "rw",
            "long_identifier",
            needs=has_id,
            unique=True,
            tolerate=("needs", *_ID),
            mend="trim",
            clause=clause,
        ),
        Element(
            f"{one}.timestamp",
            "rw",
            "time",
            needs=has_id,
            tolerate=("needs",),
            mend="moment",
            clause=clause,
        ),
        _count(f"{one}.correct_responses", 10, clause),
        Element(
            f"{one}.correct_responses.n.pattern",
            "rw",
            "pattern",
            needs=has_type,
            tolerate=_ANSWER,
            clause=clause,
        ),
        Element(f"{one}.weighting", "rw", "real", needs=has_id, tolerate=("needs",), clause=clause),
        Element(
            f"{one}.learner_response",
            "rw",
            "response",
            needs=has_type,
            tolerate=_ANSWER,
            clause=clause,
        ),
        Element(f"{one}.result", "rw", "result", needs=has_id, tolerate=("needs",), clause=clause),
        Element(
            f"{one}.latency",
            "rw",
            "interval",
            needs=has_id,
            tolerate=("needs",),
            mend="hundredths",
            clause=clause,
        ),
        Element(
            f"{one}.description",
            "rw",
            "localized250",
            needs=has_id,
            tolerate=("needs", *_TEXT),
            clause=clause,
        ),
    )


def _objectives(edition: str) -> tuple[Element, ...]:
    clause, one = "SCORM2004-RTE-4.2.17", "cmi.objectives.n"
    has_id = (f"{one}.id",)
    return (
        _children(
            "cmi.objectives",
            "id,score,success_status,completion_status,progress_measure,description",
            clause,
        ),
        _count("cmi.objectives", 100, clause),
        Element(
            f"{one}.id",
            "rw",
            "long_identifier",
            unique=True,
            once=edition != "2nd",
            tolerate=_ID,
            mend="trim",
            clause=clause,
        ),
        *_score(f"{one}.score", has_id, clause),
        Element(
            f"{one}.success_status",
            "rw",
            "success",
            default="unknown",
            needs=has_id,
            clause=clause,
        ),
        Element(
            f"{one}.completion_status",
            "rw",
            "completion",
            default="unknown",
            needs=has_id,
            clause=clause,
        ),
        Element(f"{one}.progress_measure", "rw", "real_0_1", needs=has_id, clause=clause),
        Element(
            f"{one}.description",
            "rw",
            "localized250",
            needs=has_id,
            tolerate=_TEXT,
            clause=clause,
        ),
    )


def _status(edition: str) -> tuple[Element, ...]:
    completion = Judge(
        threshold="cmi.completion_threshold",
        measure="cmi.progress_measure",
        met="completed",
        unmet="incomplete",
        unmeasured="unknown" if edition == "4th" else None,
    )
    success = Judge(
        threshold="cmi.scaled_passing_score",
        measure="cmi.score.scaled",
        met="passed",
        unmet="failed",
        unmeasured="unknown",
    )
    return (
        Element(
            "cmi.completion_status",
            "rw",
            "completion",
            default="unknown",
            judge=completion,
            clause="SCORM2004-RTE-4.2.4",
        ),
        Element("cmi.completion_threshold", "r", "real_0_1", clause="SCORM2004-RTE-4.2.5"),
        Element("cmi.progress_measure", "rw", "real_0_1", clause="SCORM2004-RTE-4.2.18"),
        Element("cmi.scaled_passing_score", "r", "real_-1_1", clause="SCORM2004-RTE-4.2.19"),
        *_score("cmi.score", (), "SCORM2004-RTE-4.2.20"),
        Element(
            "cmi.success_status",
            "rw",
            "success",
            default="unknown",
            judge=success,
            clause="SCORM2004-RTE-4.2.22",
        ),
    )


def _session() -> tuple[Element, ...]:
    return (
        Element("cmi.credit", "r", "credit", default="credit", clause="SCORM2004-RTE-4.2.6"),
        Element("cmi.entry", "r", "entry", default="ab-initio", clause="SCORM2004-RTE-4.2.7"),
        Element("cmi.exit", "w", "exit", clause="SCORM2004-RTE-4.2.8"),
        Element("cmi.launch_data", "r", "string4000", clause="SCORM2004-RTE-4.2.10"),
        Element("cmi.learner_id", "r", "long_identifier", clause="SCORM2004-RTE-4.2.11"),
        Element("cmi.learner_name", "r", "localized250", clause="SCORM2004-RTE-4.2.12"),
        Element("cmi.location", "rw", "string1000", clause="SCORM2004-RTE-4.2.14"),
        Element("cmi.max_time_allowed", "r", "interval", clause="SCORM2004-RTE-4.2.15"),
        Element("cmi.mode", "r", "mode", default="normal", clause="SCORM2004-RTE-4.2.16"),
        Element(
            "cmi.session_time", "w", "interval", mend="hundredths", clause="SCORM2004-RTE-4.2.21"
        ),
        Element("cmi.suspend_data", "rw", "suspend_data", clause="SCORM2004-RTE-4.2.23"),
        Element(
            "cmi.time_limit_action",
            "r",
            "time_limit_action",
            default="continue,no message",
            clause="SCORM2004-RTE-4.2.24",
        ),
        Element(
            "cmi.total_time", "r", "interval", default="PT0H0M0S", clause="SCORM2004-RTE-4.2.25"
        ),
    )


def _preference() -> tuple[Element, ...]:
    group, clause = "cmi.learner_preference", "SCORM2004-RTE-4.2.13"
    return (
        _children(group, "audio_level,language,delivery_speed,audio_captioning", clause),
        Element(f"{group}.audio_level", "rw", "real_0_up", default="1", clause=clause),
        Element(f"{group}.language", "rw", "language", default="", clause=clause),
        Element(f"{group}.delivery_speed", "rw", "real_0_up", default="1", clause=clause),
        Element(f"{group}.audio_captioning", "rw", "captioning", default="0", clause=clause),
    )


def _navigation(edition: str) -> tuple[Element, ...]:
    clause, valid = "SCORM2004-SN-5.6", "adl.nav.request_valid"
    targets = ("choice", "jump") if edition == "4th" else ("choice",)
    return (
        Element("adl.nav.request", "rw", "navigation", default="_none_", clause=clause),
        Element(f"{valid}.continue", "r", "validity", default="unknown", clause=clause),
        Element(f"{valid}.previous", "r", "validity", default="unknown", clause=clause),
        # once the LMS has said what is valid, a target it did not name is in no tree
        *(
            Element(
                f"{valid}.{request}.{{target}}",
                "r",
                "validity",
                default="unknown",
                known_by=f"{valid}.continue",
                otherwise="false",
                clause=clause,
            )
            for request in targets
        ),
    )


def _shared_data() -> tuple[Element, ...]:
    clause = "SCORM2004-RTE-4.3"
    return (
        _children("adl.data", "id,store", clause),
        _count("adl.data", 250, clause, fixed=True),
        Element("adl.data.n.id", "r", "long_identifier", clause=clause),
        Element(
            "adl.data.n.store",
            "rw",
            "store",
            erasable=True,
            rights="adl.data.n._rights",
            clause=clause,
        ),
    )


@lru_cache(maxsize=4)
def scorm2004(edition: str | None = "4th") -> Model:
    """Return the model of an edition (2nd, 3rd, 4th); of the 4th where it is not known."""
    edition = edition if edition in {"2nd", "3rd"} else "4th"
    types = dict(TYPES)
    if edition == "2nd":
        types["suspend_data"] = replace(types["suspend_data"], minimum=4000)
    if edition != "4th":
        pattern = (types["navigation"].pattern or "").replace("(?:choice|jump)", "choice")
        types["navigation"] = replace(types["navigation"], pattern=pattern)
    return Model(
        standard="scorm2004",
        edition=edition,
        elements=(
            Element(
                "cmi._version", "keyword", "string", default="1.0", clause="SCORM2004-RTE-4.2.1"
            ),
            *_comments(),
            *_status(edition),
            *_session(),
            *_interactions(),
            *_preference(),
            *_objectives(edition),
            *_navigation(edition),
            *(_shared_data() if edition == "4th" else ()),
        ),
        types=types,
        formats=FORMATS,
        interaction_type="cmi.interactions.n.type",
        unnamed="unnamed-leaf",
        codes=codes.SCORM2004,
        strings=codes.STRINGS2004,
        calls=codes.CALLS2004,
    )


SCORM2004: Final = scorm2004("4th")
