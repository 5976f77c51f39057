"""Reading the objectives of an activity and their maps: imsss, and adlseq of the 4th Edition. Pure.

SCORM 2004 SN 3.10. imsss:mapInfo maps satisfied status and measure; adlseq:mapInfo maps scores,
completion and progress of the objective of the same id, and both come together in one map for one
global objective.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

import msgspec

from packager.read.imsss_rules import Placed
from packager.rules import sequencing as rules
from packager.sequencing import ObjectiveMap, SequencingObjective

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.read.parts import Part
    from packager.read.values import Values

#: Fields of ObjectiveMap -> attributes of mapInfo; what is read is so unless said, not what is
#: written.
IMSSS_MAPS = {
    "read_satisfied_status": "readSatisfiedStatus",
    "read_normalized_measure": "readNormalizedMeasure",
    "write_satisfied_status": "writeSatisfiedStatus",
    "write_normalized_measure": "writeNormalizedMeasure",
}
ADLSEQ_MAPS = {
    "read_raw_score": "readRawScore",
    "read_min_score": "readMinScore",
    "read_max_score": "readMaxScore",
    "read_completion_status": "readCompletionStatus",
    "read_progress_measure": "readProgressMeasure",
    "write_raw_score": "writeRawScore",
    "write_min_score": "writeMinScore",
    "write_max_score": "writeMaxScore",
    "write_completion_status": "writeCompletionStatus",
    "write_progress_measure": "writeProgressMeasure",
}
PRIMARY = "primaryObjective"

_NAMES = (PRIMARY, "objective")


def read_objectives(
    own: Part | None, extended: Part | None, values: Values
) -> tuple[Placed[SequencingObjective], ...]:
    """Return the objectives of an activity, the primary one first where there is one.

    `own` is imsss:objectives, `extended` adlseq:objectives. Of several objectives with one id the
    first counts.
    """
    further = _extended(extended, values)
    found: list[Placed[SequencingObjective]] = []
    seen: set[str] = set()
    for part in () if own is None else own.below():
        if part.name not in _NAMES:
            continue
        name = identifier(part)
        key = "" if name is None else same_as(name)
        if key and key in seen:
            values.say(rules.OBJECTIVE_TWICE, part, "objectiveID", name=name)
            continue
        seen.add(key)
        if part.name == PRIMARY and found and found[0].part.name == PRIMARY:
            values.say(rules.PRIMARY_TWICE, part)
            continue
        maps = _maps(part, IMSSS_MAPS, values)
        maps = _joined(maps, further.pop(key, []))
        objective = SequencingObjective(
            identifier=name,
            satisfied_by_measure=values.boolean(part, "satisfiedByMeasure", default=False),
            min_normalized_measure=_minimum(part, values),
            maps=tuple(maps),
        )
        found.insert(0 if part.name == PRIMARY else len(found), Placed(objective, part))
    for part in () if extended is None else extended.below():
        if (name := identifier(part)) and same_as(name) in further:
            values.say(rules.EXTENSION_UNKNOWN, part, "objectiveID", name=name)
    return tuple(found)


def identifier(part: Part) -> str | None:
    """Return the id of an objective."""
    return " ".join((part.element.get("objectiveID") or "").split()) or None


def same_as(name: str) -> str:
    """Return what ids of objectives are compared by: they are URIs, `obj%201` is `obj 1`."""
    return " ".join(unquote(name).split())


def _extended(part: Part | None, values: Values) -> dict[str, list[ObjectiveMap]]:
    """Return the maps of adlseq:objectives by what the ids of their objectives are compared by."""
    found: dict[str, list[ObjectiveMap]] = {}
    for objective in () if part is None else part.below():
        name = identifier(objective)
        if name is not None:
            found.setdefault(same_as(name), []).extend(_maps(objective, ADLSEQ_MAPS, values))
    return found


def _maps(objective: Part, names: dict[str, str], values: Values) -> list[ObjectiveMap]:
    return [_map(part, names, values) for part in map_parts(objective)]


def map_parts(objective: Part) -> Iterator[Part]:
    """Yield the maps of an objective that name a global objective."""
    for part in objective.below():
        if part.name == "mapInfo" and target(part):
            yield part


def target(part: Part) -> str:
    """Return the global objective that a map names."""
    return " ".join((part.element.get("targetObjectiveID") or "").split())


def _map(part: Part, names: dict[str, str], values: Values) -> ObjectiveMap:
    flags = {
        field: values.boolean(part, name, default=field.startswith("read_"))
        for field, name in names.items()
    }
    return msgspec.structs.replace(ObjectiveMap(target(part)), **flags)


def _joined(maps: list[ObjectiveMap], further: list[ObjectiveMap]) -> list[ObjectiveMap]:
    """Return maps with what further maps of the same global objective say beside it."""
    extensions: dict[str, ObjectiveMap] = {}
    for extension in further:
        extensions.setdefault(extension.target, extension)
    joined = []
    for mapped in maps:
        extra = extensions.pop(mapped.target, None)
        flags = {} if extra is None else {field: getattr(extra, field) for field in ADLSEQ_MAPS}
        joined.append(msgspec.structs.replace(mapped, **flags))
    return joined + list(extensions.values())


def _minimum(objective: Part, values: Values) -> float:
    """Return minNormalizedMeasure, 1 unless said."""
    for part in objective.below():
        if part.name == "minNormalizedMeasure" and part.text:
            measure = values.in_range(part, part.name, part.text, -1, 1, own=True)
            return 1.0 if measure is None else measure
    return 1.0
