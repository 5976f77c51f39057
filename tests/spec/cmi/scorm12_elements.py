"""The elements of SCORM 1.2 as its Run-Time Environment book tells them, section 3.4.4."""

from __future__ import annotations

from tests.spec.cmi.scripts import Row

CORE = "SCORM12-RTE-3.4.4-CORE"
OBJECTIVES = "SCORM12-RTE-3.4.4-OBJECTIVES"
STUDENT_DATA = "SCORM12-RTE-3.4.4-STUDENT-DATA"
PREFERENCE = "SCORM12-RTE-3.4.4-STUDENT-PREFERENCE"
INTERACTIONS = "SCORM12-RTE-3.4.4-INTERACTIONS"
OTHER = "SCORM12-RTE-3.4.4"

LONG = "Ж" * 255
TOO_LONG = "Ж" * 256
IDENTIFIERS = ["Q1", "urn:question:1", "вопрос-1", "a" * 255]
WRONG_IDENTIFIERS = {"": 405, "two words": 405, "tab\there": 405, "a" * 256: 405}
SCORES = ["0", "100", "85", "85.5", ""]
WRONG_SCORES = {"-1": 405, "101": 405, "85,5": 405, "85%": 405, "good": 405, " ": 405}
TIMESPANS = ["00:00:00", "0001:30:00", "100:05:09.5", "9999:59:59.99"]
WRONG_TIMESPANS = {
    "": 405,
    "1:30:00": 405,
    "10000:00:00": 405,
    "00:5:00": 405,
    "00:00:00.123": 405,
    "PT1H": 405,
}
STATUSES = ["passed", "completed", "failed", "incomplete", "browsed"]
WRONG_STATUSES = {"Passed": 405, "complete": 405, "": 405}
INTERACTION = (("cmi.interactions.0.id", "Q1"),)
OBJECTIVE = (("cmi.objectives.0.id", "O1"),)

ROWS = (
    Row("cmi._version", "keyword", "3.4", clause=OTHER),
    Row(
        "cmi.core._children",
        "keyword",
        "student_id,student_name,lesson_location,credit,lesson_status,entry,score,total_time,"
        "lesson_mode,exit,session_time",
        clause=CORE,
    ),
    Row("cmi.core.student_id", "r", "", clause=CORE),
    Row("cmi.core.student_name", "r", "", clause=CORE),
    Row("cmi.core.lesson_location", "rw", "", ["page 7", "", LONG], {TOO_LONG: 405}, clause=CORE),
    Row("cmi.core.credit", "r", "credit", clause=CORE),
    Row(
        "cmi.core.lesson_status",
        "rw",
        "not attempted",
        STATUSES,
        {**WRONG_STATUSES, "not attempted": 405},
        clause=CORE,
    ),
    Row("cmi.core.entry", "r", "ab-initio", clause=CORE),
    Row("cmi.core.score._children", "keyword", "raw,min,max", clause=CORE),
    Row("cmi.core.score.raw", "rw", "", SCORES, WRONG_SCORES, clause=CORE),
    Row("cmi.core.score.max", "rw", "", SCORES, WRONG_SCORES, clause=CORE),
    Row("cmi.core.score.min", "rw", "", SCORES, WRONG_SCORES, clause=CORE),
    Row("cmi.core.total_time", "r", "0000:00:00.00", clause=CORE),
    Row("cmi.core.lesson_mode", "r", "normal", clause=CORE),
    Row(
        "cmi.core.exit",
        "w",
        None,
        ["time-out", "suspend", "logout", ""],
        {"normal": 405, "Suspend": 405},
        clause=CORE,
    ),
    Row("cmi.core.session_time", "w", None, TIMESPANS, WRONG_TIMESPANS, clause=CORE),
    Row("cmi.suspend_data", "rw", "", ["x", "", "Ж" * 4096], {"Ж" * 4097: 405}, clause=OTHER),
    Row("cmi.launch_data", "r", "", clause=OTHER),
    Row("cmi.comments_from_lms", "r", "", clause=OTHER),
    Row("cmi.objectives._children", "keyword", "id,score,status", clause=OBJECTIVES),
    Row("cmi.objectives._count", "keyword", "0", clause=OBJECTIVES),
    Row(
        "cmi.objectives.0.id",
        "rw",
        "",
        IDENTIFIERS,
        WRONG_IDENTIFIERS,
        before=[("cmi.objectives.0.status", "passed")],
        clause=OBJECTIVES,
    ),
    Row(
        "cmi.objectives.0.score._children",
        "keyword",
        "raw,min,max",
        before=OBJECTIVE,
        clause=OBJECTIVES,
    ),
    Row(
        "cmi.objectives.0.score.raw",
        "rw",
        "",
        SCORES,
        WRONG_SCORES,
        before=OBJECTIVE,
        clause=OBJECTIVES,
    ),
    Row(
        "cmi.objectives.0.score.max",
        "rw",
        "",
        SCORES,
        WRONG_SCORES,
        before=OBJECTIVE,
        clause=OBJECTIVES,
    ),
    Row(
        "cmi.objectives.0.score.min",
        "rw",
        "",
        SCORES,
        WRONG_SCORES,
        before=OBJECTIVE,
        clause=OBJECTIVES,
    ),
    Row(
        "cmi.objectives.0.status",
        "rw",
        "not attempted",
        [*STATUSES, "not attempted"],
        WRONG_STATUSES,
        before=OBJECTIVE,
        clause=OBJECTIVES,
    ),
    Row(
        "cmi.student_data._children",
        "keyword",
        "mastery_score,max_time_allowed,time_limit_action",
        clause=STUDENT_DATA,
    ),
    Row("cmi.student_data.mastery_score", "r", "", clause=STUDENT_DATA),
    Row("cmi.student_data.max_time_allowed", "r", "", clause=STUDENT_DATA),
    Row("cmi.student_data.time_limit_action", "r", "", clause=STUDENT_DATA),
    Row(
        "cmi.student_preference._children",
        "keyword",
        "audio,language,speed,text",
        clause=PREFERENCE,
    ),
    Row(
        "cmi.student_preference.audio",
        "rw",
        "0",
        ["-1", "0", "1", "100"],
        {"-2": 405, "101": 405, "1.5": 405, "": 405, "loud": 405},
        clause=PREFERENCE,
    ),
    Row(
        "cmi.student_preference.language",
        "rw",
        "",
        ["русский", "", LONG],
        {TOO_LONG: 405},
        clause=PREFERENCE,
    ),
    Row(
        "cmi.student_preference.speed",
        "rw",
        "0",
        ["-100", "0", "100"],
        {"-101": 405, "101": 405, "": 405},
        clause=PREFERENCE,
    ),
    Row(
        "cmi.student_preference.text",
        "rw",
        "0",
        ["-1", "0", "1"],
        {"2": 405, "-2": 405, "": 405},
        clause=PREFERENCE,
    ),
    Row(
        "cmi.interactions._children",
        "keyword",
        "id,objectives,time,type,correct_responses,weighting,student_response,result,latency",
        clause=INTERACTIONS,
    ),
    Row("cmi.interactions._count", "keyword", "0", clause=INTERACTIONS),
    Row(
        "cmi.interactions.0.id",
        "w",
        None,
        IDENTIFIERS,
        WRONG_IDENTIFIERS,
        clause=INTERACTIONS,
    ),
    Row(
        "cmi.interactions.0.objectives._count",
        "keyword",
        "0",
        before=INTERACTION,
        clause=INTERACTIONS,
    ),
    Row(
        "cmi.interactions.0.objectives.0.id",
        "w",
        None,
        IDENTIFIERS,
        WRONG_IDENTIFIERS,
        before=INTERACTION,
        clause=INTERACTIONS,
    ),
    Row(
        "cmi.interactions.0.time",
        "w",
        None,
        ["00:00:00", "23:59:59", "14:05:09.5", "14:05:09.25"],
        {"24:00:00": 405, "14:60:00": 405, "1:05:09": 405, "14:05": 405, "": 405},
        before=INTERACTION,
        clause=INTERACTIONS,
    ),
    Row(
        "cmi.interactions.0.type",
        "w",
        None,
        [
            "true-false",
            "choice",
            "fill-in",
            "matching",
            "performance",
            "sequencing",
            "likert",
            "numeric",
        ],
        {"long-fill-in": 405, "other": 405, "": 405, "Choice": 405},
        before=INTERACTION,
        clause=INTERACTIONS,
    ),
    Row(
        "cmi.interactions.0.correct_responses._count",
        "keyword",
        "0",
        before=INTERACTION,
        clause=INTERACTIONS,
    ),
    Row(
        "cmi.interactions.0.weighting",
        "w",
        None,
        ["1", "0.5", "-2", "10"],
        {"": 405, "heavy": 405, "1,5": 405},
        before=INTERACTION,
        clause=INTERACTIONS,
    ),
    Row(
        "cmi.interactions.0.result",
        "w",
        None,
        ["correct", "wrong", "unanticipated", "neutral", "0.75"],
        {"incorrect": 405, "": 405},
        before=INTERACTION,
        clause=INTERACTIONS,
    ),
    Row(
        "cmi.interactions.0.latency",
        "w",
        None,
        TIMESPANS,
        WRONG_TIMESPANS,
        before=INTERACTION,
        clause=INTERACTIONS,
    ),
)
