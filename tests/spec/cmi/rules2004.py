"""SCORM 2004: names, arrays, dependencies, thresholds, editions, tolerance, as call scripts."""

from __future__ import annotations

from tests.spec.cmi.scripts import Script, got, refused, stored

NAMES = "SCORM2004-RTE-3.1.7"
ARRAYS = "SCORM2004-RTE-3.1.7.6"
OBJECTIVES = "SCORM2004-RTE-4.2.17"
INTERACTIONS = "SCORM2004-RTE-4.2.9"
COMPLETION = "SCORM2004-RTE-4.2.4"
SUCCESS = "SCORM2004-RTE-4.2.22"
NAVIGATION = "SCORM2004-SN-5.6"
SHARED = "SCORM2004-RTE-4.3"

_Q = "cmi.interactions.0"

NAME_SCRIPTS = (
    Script(
        "names that mean nothing",
        "scorm2004",
        NAMES,
        [
            got("", "", 301),
            refused("", "x", 351),
            got("cmi", "", 401),
            refused("cmi", "x", 401),
            got("cmi.score", "", 401),
            refused("cmi.score", "x", 401),
            got("cmi.bogus", "", 401),
            got("cmi.score.bogus", "", 401),
            refused("cmi.score.bogus", "x", 401),
            got("cmi.core.student_id", "", 401),
            got("bogus", "", 401),
            got("CMI.location", "", 401),
            got("cmi.location.", "", 401),
            got(".cmi.location", "", 401),
            got("cmi.objectives", "", 401),
            got("cmi.objectives.id", "", 401),
            got("cmi.objectives.n.id", "", 401),
            got("cmi.objectives.-1.id", "", 401),
            got("cmi.objectives.1.5.id", "", 401),
            got("cmi.objectives.٣.id", "", 401),
            got("adl.nav.request_valid.choice.{target}", "", 401),
            got("adl.nav.request_valid.choice.item", "", 401),
            got("x" * 5000, "", 401),
        ],
    ),
    Script(
        "keywords of elements that have none",
        "scorm2004",
        NAMES,
        [
            got("cmi.location._children", "", 301),
            got("cmi.location._count", "", 301),
            got("cmi.score._count", "", 301),
            got("cmi.score._version", "", 301),
            refused("cmi.location._children", "x", 404),
            refused("cmi.score._count", "1", 404),
        ],
    ),
    Script(
        "entries come one after another",
        "scorm2004",
        ARRAYS,
        [
            got("cmi.comments_from_learner.0.comment", "", 301),
            refused("cmi.comments_from_learner.1.comment", "second", 351),
            refused("cmi.comments_from_learner.0.timestamp", "now", 406),
            got("cmi.comments_from_learner._count", "0"),
            stored("cmi.comments_from_learner.0.location", "page 1"),
            got("cmi.comments_from_learner._count", "1"),
            got("cmi.comments_from_learner.0.comment", "", 403),
            stored("cmi.comments_from_learner.01.comment", "second"),
            got("cmi.comments_from_learner._count", "2"),
            got("cmi.comments_from_learner.1.comment", "second"),
            refused("cmi.comments_from_learner.3.comment", "fourth", 351),
            refused("cmi.comments_from_learner.99999999999999999999.comment", "x", 351),
            got("cmi.comments_from_learner.99999999999999999999.comment", "", 301),
        ],
    ),
    Script(
        "comments of the LMS are the LMS's",
        "scorm2004",
        "SCORM2004-RTE-4.2.3",
        [
            got("cmi.comments_from_lms._count", "1"),
            got("cmi.comments_from_lms.0.comment", "{lang=ru}Удачи"),
            got("cmi.comments_from_lms.0.location", "", 403),
            got("cmi.comments_from_lms.1.comment", "", 301),
            refused("cmi.comments_from_lms.0.comment", "x", 404),
            refused("cmi.comments_from_lms.1.comment", "x", 404),
        ],
        values={
            "cmi.comments_from_lms._count": "1",
            "cmi.comments_from_lms.0.comment": "{lang=ru}Удачи",
        },
    ),
)

OBJECTIVE_SCRIPTS = (
    Script(
        "an objective begins with its id",
        "scorm2004",
        OBJECTIVES,
        [
            refused("cmi.objectives.0.success_status", "passed", 408),
            refused("cmi.objectives.0.score.scaled", "0.5", 408),
            refused("cmi.objectives.0.description", "x", 408),
            got("cmi.objectives._count", "0"),
            stored("cmi.objectives.0.id", "o1"),
            got("cmi.objectives._count", "1"),
            stored("cmi.objectives.0.success_status", "passed"),
        ],
    ),
    Script(
        "an objective's id is unique and stays",
        "scorm2004",
        OBJECTIVES,
        [
            stored("cmi.objectives.0.id", "o1"),
            stored("cmi.objectives.0.id", "o1"),
            refused("cmi.objectives.0.id", "o2", 351),
            got("cmi.objectives.0.id", "o1"),
            refused("cmi.objectives.1.id", "o1", 351),
            got("cmi.objectives._count", "1"),
            stored("cmi.objectives.1.id", "o2"),
            refused("cmi.objectives.3.id", "o4", 351),
        ],
    ),
    Script(
        "in the 2nd Edition an objective's id may be changed",
        "scorm2004",
        OBJECTIVES,
        [
            stored("cmi.objectives.0.id", "o1"),
            stored("cmi.objectives.0.id", "o2"),
            got("cmi.objectives.0.id", "o2"),
        ],
        edition="2nd",
    ),
    Script(
        "objectives of the manifest are there before the SCO",
        "scorm2004",
        OBJECTIVES,
        [
            got("cmi.objectives._count", "2"),
            got("cmi.objectives.1.id", "o2"),
            got("cmi.objectives.0.success_status", "unknown"),
            got("cmi.objectives.0.completion_status", "unknown"),
            got("cmi.objectives.0.score.scaled", "", 403),
            refused("cmi.objectives.2.id", "o1", 351),
            stored("cmi.objectives.2.id", "o3"),
        ],
        values={
            "cmi.objectives._count": "2",
            "cmi.objectives.0.id": "o1",
            "cmi.objectives.1.id": "o2",
        },
    ),
)

INTERACTION_SCRIPTS = (
    Script(
        "an interaction begins with its id, answers with its type",
        "scorm2004",
        INTERACTIONS,
        [
            refused(f"{_Q}.type", "choice", 408),
            refused(f"{_Q}.result", "correct", 408),
            refused(f"{_Q}.objectives.0.id", "o1", 408),
            got("cmi.interactions._count", "0"),
            stored(f"{_Q}.id", "q1"),
            refused(f"{_Q}.learner_response", "a", 408),
            refused(f"{_Q}.correct_responses.0.pattern", "a", 408),
            got(f"{_Q}.correct_responses._count", "0"),
            stored(f"{_Q}.type", "choice"),
            stored(f"{_Q}.learner_response", "a"),
            stored(f"{_Q}.id", "q2"),
            stored("cmi.interactions.1.id", "q2"),
        ],
    ),
    Script(
        "objectives of an interaction are unique within it",
        "scorm2004",
        INTERACTIONS,
        [
            stored(f"{_Q}.id", "q1"),
            stored("cmi.interactions.1.id", "q2"),
            stored(f"{_Q}.objectives.0.id", "o1"),
            refused(f"{_Q}.objectives.1.id", "o1", 351),
            stored(f"{_Q}.objectives.1.id", "o2"),
            refused(f"{_Q}.objectives.0.id", "o2", 351),
            stored(f"{_Q}.objectives.0.id", "o3"),
            stored("cmi.interactions.1.objectives.0.id", "o2"),
            got(f"{_Q}.objectives._count", "2"),
        ],
    ),
    Script(
        "no two choice patterns are the same set",
        "scorm2004",
        "SCORM2004-RTE-4.2.9.2",
        [
            stored(f"{_Q}.id", "q1"),
            stored(f"{_Q}.type", "choice"),
            stored(f"{_Q}.correct_responses.0.pattern", "a[,]b"),
            refused(f"{_Q}.correct_responses.1.pattern", "b[,]a", 351),
            got(f"{_Q}.correct_responses._count", "1"),
            stored(f"{_Q}.correct_responses.1.pattern", "b[,]c"),
            stored(f"{_Q}.correct_responses.0.pattern", "b[,]a"),
            refused(f"{_Q}.correct_responses.3.pattern", "d", 351),
        ],
    ),
    Script(
        "equal long texts are patterns of their own",
        "scorm2004",
        "SCORM2004-RTE-4.2.9.2",
        [
            stored(f"{_Q}.id", "q1"),
            stored(f"{_Q}.type", "long-fill-in"),
            stored(f"{_Q}.correct_responses.0.pattern", "text"),
            stored(f"{_Q}.correct_responses.1.pattern", "text"),
        ],
    ),
    *(
        Script(
            f"{type_} has one pattern",
            "scorm2004",
            "SCORM2004-RTE-4.2.9.2",
            [
                stored(f"{_Q}.id", "q1"),
                stored(f"{_Q}.type", type_),
                stored(f"{_Q}.correct_responses.0.pattern", pattern),
                refused(f"{_Q}.correct_responses.1.pattern", other, 351),
                got(f"{_Q}.correct_responses._count", "1"),
            ],
        )
        for type_, pattern, other in (
            ("true-false", "true", "false"),
            ("likert", "a", "b"),
            ("numeric", "1[:]2", "3[:]4"),
            ("other", "x", "y"),
        )
    ),
)

STATUS_SCRIPTS = (
    Script(
        "completion is what the measure makes of the threshold",
        "scorm2004",
        COMPLETION,
        [
            got("cmi.completion_status", "unknown"),
            stored("cmi.completion_status", "completed"),
            got("cmi.completion_status", "unknown"),
            stored("cmi.progress_measure", "0.79"),
            got("cmi.completion_status", "incomplete"),
            stored("cmi.progress_measure", "0.8"),
            stored("cmi.completion_status", "incomplete"),
            got("cmi.completion_status", "completed"),
        ],
        values={"cmi.completion_threshold": "0.8"},
    ),
    Script(
        "in the 3rd Edition the SCO's word stands until there is a measure",
        "scorm2004",
        COMPLETION,
        [
            stored("cmi.completion_status", "completed"),
            got("cmi.completion_status", "completed"),
            stored("cmi.progress_measure", "0.5"),
            got("cmi.completion_status", "incomplete"),
        ],
        values={"cmi.completion_threshold": "0.8"},
        edition="3rd",
    ),
    Script(
        "success is what the score makes of the passing score",
        "scorm2004",
        SUCCESS,
        [
            got("cmi.scaled_passing_score", "0.5"),
            stored("cmi.success_status", "passed"),
            got("cmi.success_status", "unknown"),
            stored("cmi.score.scaled", "0.49"),
            got("cmi.success_status", "failed"),
            stored("cmi.score.scaled", "0.5"),
            stored("cmi.success_status", "failed"),
            got("cmi.success_status", "passed"),
        ],
        values={"cmi.scaled_passing_score": "0.5"},
    ),
    Script(
        "without thresholds the SCO's word is all",
        "scorm2004",
        SUCCESS,
        [
            stored("cmi.progress_measure", "1"),
            stored("cmi.score.scaled", "1"),
            got("cmi.completion_status", "unknown"),
            got("cmi.success_status", "unknown"),
            stored("cmi.completion_status", "incomplete"),
            stored("cmi.success_status", "failed"),
            got("cmi.completion_status", "incomplete"),
            got("cmi.success_status", "failed"),
        ],
    ),
)

NAVIGATION_SCRIPTS = (
    Script(
        "what the LMS knows to be valid",
        "scorm2004",
        NAVIGATION,
        [
            got("adl.nav.request_valid.continue", "true"),
            got("adl.nav.request_valid.previous", "false"),
            got("adl.nav.request_valid.choice.{target=a.b}", "true"),
            got("adl.nav.request_valid.choice.{target=nowhere}", "false"),
            got("adl.nav.request_valid.jump.{target=nowhere}", "false"),
            refused("adl.nav.request_valid.choice.{target=a.b}", "true", 404),
        ],
        values={
            "adl.nav.request_valid.continue": "true",
            "adl.nav.request_valid.previous": "false",
            "adl.nav.request_valid.choice.{target=a.b}": "true",
        },
    ),
    Script(
        "before the 4th Edition there is no jump and no shared data",
        "scorm2004",
        NAVIGATION,
        [
            stored("adl.nav.request", "{target=a}choice"),
            refused("adl.nav.request", "{target=a}jump", 406),
            got("adl.nav.request_valid.jump.{target=a}", "", 401),
            got("adl.data._count", "", 401),
            refused("adl.data.0.store", "x", 401),
        ],
        edition="3rd",
    ),
    Script(
        "shared data is what the manifest maps, with its rights",
        "scorm2004",
        SHARED,
        [
            got("adl.data._count", "3"),
            got("adl.data.0.id", "both"),
            refused("adl.data.0.id", "x", 404),
            got("adl.data.0.store", "", 403),
            stored("adl.data.0.store", "Ж" * 64_000),
            got("adl.data.0.store", "Ж" * 64_000),
            stored("adl.data.0.store", ""),
            got("adl.data.0.store", "", 403),
            got("adl.data.1.store", "kept"),
            refused("adl.data.1.store", "x", 404),
            stored("adl.data.2.store", "x"),
            got("adl.data.2.store", "", 405),
            got("adl.data.3.store", "", 301),
            refused("adl.data.3.store", "x", 351),
            got("adl.data.0._rights", "", 401),
            refused("adl.data.1._rights", "rw", 401),
        ],
        values={
            "adl.data._count": "3",
            "adl.data.0.id": "both",
            "adl.data.1.id": "read",
            "adl.data.1.store": "kept",
            "adl.data.1._rights": "r",
            "adl.data.2.id": "write",
            "adl.data.2._rights": "w",
        },
    ),
)

TOLERANT_SCRIPTS = (
    Script(
        "tolerant: reading what was never set",
        "scorm2004",
        NAMES,
        [
            got("cmi.location", ""),
            got("cmi.score.scaled", ""),
            got("cmi.objectives.0.id", "", 301),
            got("cmi.bogus", "", 401),
            got("cmi.exit", "", 405),
        ],
        strict=False,
    ),
    Script(
        "tolerant: interactions as tools write them",
        "scorm2004",
        INTERACTIONS,
        [
            stored(f"{_Q}.type", "choice"),
            refused(f"{_Q}.type", "quiz", 406),
            stored(f"{_Q}.learner_response", "The first answer"),
            stored(f"{_Q}.id", " Scene 1: question? "),
            got(f"{_Q}.id", "Scene 1: question?"),
            refused(f"{_Q}.id", "  ", 406),
            stored(f"{_Q}.timestamp", "2026-01-31T14:05:09.123Z"),
            got(f"{_Q}.timestamp", "2026-01-31T14:05:09.12Z"),
            stored(f"{_Q}.timestamp", "2026-01-31T14:05:09Z"),
            got(f"{_Q}.timestamp", "2026-01-31T14:05:09.0Z"),
            refused(f"{_Q}.timestamp", "this morning", 406),
            stored(f"{_Q}.latency", "PT3.14159S"),
            got(f"{_Q}.latency", "PT3.14S"),
            stored(f"{_Q}.description", "{lang=unknown}What?"),
            refused(f"{_Q}.result", "wrong", 406),
        ],
        strict=False,
    ),
    Script(
        "tolerant, but not about access, meaning and order",
        "scorm2004",
        NAMES,
        [
            refused("cmi.learner_id", "x", 404),
            refused("cmi.completion_status", "done", 406),
            refused("cmi.score.scaled", "2", 407),
            refused("cmi.objectives.0.success_status", "passed", 408),
            refused("cmi.objectives.1.id", "o2", 351),
            stored("cmi.objectives.0.id", "an objective"),
            refused("cmi.objectives.0.id", "another", 351),
            refused("cmi.exit", "done", 406),
        ],
        strict=False,
    ),
    Script(
        "a value larger than any LMS keeps",
        "scorm2004",
        "SCORM2004-RTE-4.2.23",
        [refused("cmi.suspend_data", "x" * 250_001, 351), got("cmi.suspend_data", "", 403)],
    ),
)

SCRIPTS = (
    *NAME_SCRIPTS,
    *OBJECTIVE_SCRIPTS,
    *INTERACTION_SCRIPTS,
    *STATUS_SCRIPTS,
    *NAVIGATION_SCRIPTS,
    *TOLERANT_SCRIPTS,
)
