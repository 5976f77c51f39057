"""The elements of SCORM 2004 as the 4th Edition's Run-Time Environment book tells them, 4.2."""

from __future__ import annotations

from tests.spec.cmi.scripts import Row

LEARNER = "SCORM2004-RTE-4.2.2"
LMS = "SCORM2004-RTE-4.2.3"
INTERACTIONS = "SCORM2004-RTE-4.2.9"
PREFERENCE = "SCORM2004-RTE-4.2.13"
OBJECTIVES = "SCORM2004-RTE-4.2.17"
SCORE = "SCORM2004-RTE-4.2.20"
NAVIGATION = "SCORM2004-SN-5.6"
SHARED = "SCORM2004-RTE-4.3"

IDENTIFIERS = ["o1", "urn:example:objective-1", "http://example.org/a?b=c#d", "a" * 4000]
WRONG_IDENTIFIERS = {"": 406, "two words": 406, "urn:": 406, "urn:example": 406, "a[b]": 406}
REALS = ["0", "-0.5", "12", "3.1415926", "1000000"]
WRONG_REALS = {"": 406, "1,5": 406, "ten": 406, "1e3": 406, "50%": 406}
SCALED = ["-1", "0", "0.5", "1.0"]
WRONG_SCALED = {"-1.0001": 407, "1.0001": 407, "2": 407, "": 406, "half": 406}
MEASURES = ["0", "0.25", "1"]
WRONG_MEASURES = {"-0.1": 407, "1.1": 407, "": 406, "all": 406}
COMPLETIONS = ["completed", "incomplete", "not attempted", "unknown"]
WRONG_COMPLETIONS = {"": 406, "passed": 406, "Completed": 406}
SUCCESSES = ["passed", "failed", "unknown"]
WRONG_SUCCESSES = {"": 406, "completed": 406, "PASSED": 406}
INTERVALS = ["P1Y2M3DT4H5M6.78S", "PT0S", "PT1H30M", "P3D", "PT36H", "PT0.5S"]
WRONG_INTERVALS = {
    "": 406,
    "P": 406,
    "PT": 406,
    "P1DT": 406,
    "1H": 406,
    "PT1.234S": 406,
    "PT1.5H": 406,
    "P1M1Y": 406,
    "-PT1S": 406,
    "00:05:00": 406,
}
MOMENTS = [
    "2026",
    "2026-01",
    "2026-01-31",
    "2026-01-31T14",
    "2026-01-31T14:05",
    "2026-01-31T14:05:09",
    "2026-01-31T14:05:09.5",
    "2026-01-31T14:05:09.25Z",
    "2026-01-31T14:05:09.25+03",
    "2026-01-31T14:05:09.25-05:30",
    "2028-02-29",
]
WRONG_MOMENTS = {
    "": 406,
    "1969-12-31": 406,
    "2039": 406,
    "2026-13": 406,
    "2026-02-29": 406,
    "2026-04-31": 406,
    "2026-01-31T24": 406,
    "2026-01-31T14:05:09.123": 406,
    "2026-01-31T14:05:09Z": 406,
    "2026-01-31 14:05:09": 406,
    "today": 406,
}
LOCALIZED = ["a word", "", "{lang=ru}слово", "{lang=en-GB}word", "{case=x}text", "Ж" * 300]
WRONG_LOCALIZED = {"{lang=}x": 406, "{lang=russian-language}x": 406, "{lang=e}x": 406}
INTERACTION = (("cmi.interactions.0.id", "q1"),)
OBJECTIVE = (("cmi.objectives.0.id", "o1"),)
COMMENT = (("cmi.comments_from_learner.0.comment", "hello"),)


def _score(group: str, clause: str, before: tuple[tuple[str, str], ...] = ()) -> tuple[Row, ...]:
    return (
        Row(f"{group}._children", "keyword", "scaled,raw,min,max", before=before, clause=clause),
        Row(f"{group}.scaled", "rw", None, SCALED, WRONG_SCALED, before=before, clause=clause),
        Row(f"{group}.raw", "rw", None, REALS, WRONG_REALS, before=before, clause=clause),
        Row(f"{group}.min", "rw", None, REALS, WRONG_REALS, before=before, clause=clause),
        Row(f"{group}.max", "rw", None, REALS, WRONG_REALS, before=before, clause=clause),
    )


COMMENTS = (
    Row(
        "cmi.comments_from_learner._children",
        "keyword",
        "comment,location,timestamp",
        clause=LEARNER,
    ),
    Row("cmi.comments_from_learner._count", "keyword", "0", clause=LEARNER),
    Row(
        "cmi.comments_from_learner.0.comment",
        "rw",
        None,
        LOCALIZED,
        WRONG_LOCALIZED,
        before=[("cmi.comments_from_learner.0.location", "page 1")],
        clause=LEARNER,
    ),
    Row(
        "cmi.comments_from_learner.0.location",
        "rw",
        None,
        ["page 1", "", "Ж" * 300],
        before=COMMENT,
        clause=LEARNER,
    ),
    Row(
        "cmi.comments_from_learner.0.timestamp",
        "rw",
        None,
        MOMENTS,
        WRONG_MOMENTS,
        before=COMMENT,
        clause=LEARNER,
    ),
    Row("cmi.comments_from_lms._children", "keyword", "comment,location,timestamp", clause=LMS),
    Row("cmi.comments_from_lms._count", "keyword", "0", clause=LMS),
)
STATUS = (
    Row(
        "cmi.completion_status",
        "rw",
        "unknown",
        COMPLETIONS,
        WRONG_COMPLETIONS,
        clause="SCORM2004-RTE-4.2.4",
    ),
    Row("cmi.completion_threshold", "r", None, clause="SCORM2004-RTE-4.2.5"),
    Row(
        "cmi.progress_measure", "rw", None, MEASURES, WRONG_MEASURES, clause="SCORM2004-RTE-4.2.18"
    ),
    Row("cmi.scaled_passing_score", "r", None, clause="SCORM2004-RTE-4.2.19"),
    *_score("cmi.score", SCORE),
    Row(
        "cmi.success_status",
        "rw",
        "unknown",
        SUCCESSES,
        WRONG_SUCCESSES,
        clause="SCORM2004-RTE-4.2.22",
    ),
)
SESSION = (
    Row("cmi._version", "keyword", "1.0", clause="SCORM2004-RTE-4.2.1"),
    Row("cmi.credit", "r", "credit", clause="SCORM2004-RTE-4.2.6"),
    Row("cmi.entry", "r", "ab-initio", clause="SCORM2004-RTE-4.2.7"),
    Row(
        "cmi.exit",
        "w",
        None,
        ["time-out", "suspend", "logout", "normal", ""],
        {"Suspend": 406, "exit": 406},
        clause="SCORM2004-RTE-4.2.8",
    ),
    Row("cmi.launch_data", "r", None, clause="SCORM2004-RTE-4.2.10"),
    Row("cmi.learner_id", "r", None, clause="SCORM2004-RTE-4.2.11"),
    Row("cmi.learner_name", "r", None, clause="SCORM2004-RTE-4.2.12"),
    Row("cmi.location", "rw", None, ["page 7", "", "Ж" * 1001], clause="SCORM2004-RTE-4.2.14"),
    Row("cmi.max_time_allowed", "r", None, clause="SCORM2004-RTE-4.2.15"),
    Row("cmi.mode", "r", "normal", clause="SCORM2004-RTE-4.2.16"),
    Row("cmi.session_time", "w", None, INTERVALS, WRONG_INTERVALS, clause="SCORM2004-RTE-4.2.21"),
    Row("cmi.suspend_data", "rw", None, ["x", "", "Ж" * 64001], clause="SCORM2004-RTE-4.2.23"),
    Row("cmi.time_limit_action", "r", "continue,no message", clause="SCORM2004-RTE-4.2.24"),
    Row("cmi.total_time", "r", "PT0H0M0S", clause="SCORM2004-RTE-4.2.25"),
)
PREFERENCES = (
    Row(
        "cmi.learner_preference._children",
        "keyword",
        "audio_level,language,delivery_speed,audio_captioning",
        clause=PREFERENCE,
    ),
    Row(
        "cmi.learner_preference.audio_level",
        "rw",
        "1",
        ["0", "0.5", "100"],
        {"-0.1": 407, "": 406, "loud": 406},
        clause=PREFERENCE,
    ),
    Row(
        "cmi.learner_preference.language",
        "rw",
        "",
        ["ru", "ru-RU", "zho", "i-klingon", "x-our-own", ""],
        {"russian": 406, "r": 406, "ru_RU": 406, "xq": 406, "ru-": 406},
        clause=PREFERENCE,
    ),
    Row(
        "cmi.learner_preference.delivery_speed",
        "rw",
        "1",
        ["0", "0.5", "2"],
        {"-1": 407, "": 406, "fast": 406},
        clause=PREFERENCE,
    ),
    Row(
        "cmi.learner_preference.audio_captioning",
        "rw",
        "0",
        ["-1", "0", "1"],
        {"2": 406, "": 406, "on": 406},
        clause=PREFERENCE,
    ),
)
OBJECTIVE_ROWS = (
    Row(
        "cmi.objectives._children",
        "keyword",
        "id,score,success_status,completion_status,progress_measure,description",
        clause=OBJECTIVES,
    ),
    Row("cmi.objectives._count", "keyword", "0", clause=OBJECTIVES),
    *_score("cmi.objectives.0.score", OBJECTIVES, OBJECTIVE),
    Row(
        "cmi.objectives.0.success_status",
        "rw",
        "unknown",
        SUCCESSES,
        WRONG_SUCCESSES,
        before=OBJECTIVE,
        clause=OBJECTIVES,
    ),
    Row(
        "cmi.objectives.0.completion_status",
        "rw",
        "unknown",
        COMPLETIONS,
        WRONG_COMPLETIONS,
        before=OBJECTIVE,
        clause=OBJECTIVES,
    ),
    Row(
        "cmi.objectives.0.progress_measure",
        "rw",
        None,
        MEASURES,
        WRONG_MEASURES,
        before=OBJECTIVE,
        clause=OBJECTIVES,
    ),
    Row(
        "cmi.objectives.0.description",
        "rw",
        None,
        LOCALIZED,
        WRONG_LOCALIZED,
        before=OBJECTIVE,
        clause=OBJECTIVES,
    ),
)
INTERACTION_ROWS = (
    Row(
        "cmi.interactions._children",
        "keyword",
        "id,type,objectives,timestamp,correct_responses,weighting,learner_response,result,"
        "latency,description",
        clause=INTERACTIONS,
    ),
    Row("cmi.interactions._count", "keyword", "0", clause=INTERACTIONS),
    Row(
        "cmi.interactions.0.id",
        "rw",
        "q1",
        IDENTIFIERS,
        WRONG_IDENTIFIERS,
        before=INTERACTION,
        clause=INTERACTIONS,
    ),
    Row(
        "cmi.interactions.0.type",
        "rw",
        None,
        [
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
        ],
        {"": 406, "quiz": 406, "Choice": 406},
        before=INTERACTION,
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
        "rw",
        "o1",
        IDENTIFIERS,
        WRONG_IDENTIFIERS,
        before=[*INTERACTION, ("cmi.interactions.0.objectives.0.id", "o1")],
        clause=INTERACTIONS,
    ),
    Row(
        "cmi.interactions.0.timestamp",
        "rw",
        None,
        MOMENTS,
        WRONG_MOMENTS,
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
        "rw",
        None,
        REALS,
        WRONG_REALS,
        before=INTERACTION,
        clause=INTERACTIONS,
    ),
    Row(
        "cmi.interactions.0.result",
        "rw",
        None,
        ["correct", "incorrect", "unanticipated", "neutral", "0.75", "-1"],
        {"wrong": 406, "": 406},
        before=INTERACTION,
        clause=INTERACTIONS,
    ),
    Row(
        "cmi.interactions.0.latency",
        "rw",
        None,
        INTERVALS,
        WRONG_INTERVALS,
        before=INTERACTION,
        clause=INTERACTIONS,
    ),
    Row(
        "cmi.interactions.0.description",
        "rw",
        None,
        LOCALIZED,
        WRONG_LOCALIZED,
        before=INTERACTION,
        clause=INTERACTIONS,
    ),
)
NAVIGATION_ROWS = (
    Row(
        "adl.nav.request",
        "rw",
        "_none_",
        [
            "continue",
            "previous",
            "exit",
            "exitAll",
            "abandon",
            "abandonAll",
            "suspendAll",
            "{target=item-1}choice",
            "{target=item.1}jump",
            "_none_",
        ],
        {
            "": 406,
            "choice": 406,
            "jump": 406,
            "{target=item-1}continue": 406,
            "{target=}choice": 406,
            "start": 406,
            "Continue": 406,
        },
        clause=NAVIGATION,
    ),
    Row("adl.nav.request_valid.continue", "r", "unknown", clause=NAVIGATION),
    Row("adl.nav.request_valid.previous", "r", "unknown", clause=NAVIGATION),
    Row("adl.nav.request_valid.choice.{target=item.1}", "r", "unknown", clause=NAVIGATION),
    Row("adl.nav.request_valid.jump.{target=item.1}", "r", "unknown", clause=NAVIGATION),
    Row("adl.data._children", "keyword", "id,store", clause=SHARED),
    Row("adl.data._count", "keyword", "0", clause=SHARED),
)
ROWS = (
    *SESSION,
    *COMMENTS,
    *STATUS,
    *PREFERENCES,
    *OBJECTIVE_ROWS,
    *INTERACTION_ROWS,
    *NAVIGATION_ROWS,
)
