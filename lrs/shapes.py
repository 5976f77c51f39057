"""The shapes of a statement's objects, as tables: which properties, and what each may be.

A table maps a property to its check (`lrs.checks` makes checks of tables). Standard: xAPI 1.0.3,
Part Two (Data), 2.4; xAPI 2.0 (IEEE 9274.1.1) adds contextAgents and contextGroups and changes
nothing else here. Pure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from lrs import faults, values
from lrs.checks import Check, array, mapping, shape, word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lrs.faults import Fault
    from lrs.values import Json

Version = Literal["1.0.3", "2.0.0"]

VOIDED = "http://adlnet.gov/expapi/verbs/voided"  # XAPI-DATA-2.3.2
IFIS = ("mbox", "mbox_sha1sum", "openid", "account")
INTERACTIONS = (
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
)
COMPONENTS = ("choices", "scale", "source", "target", "steps")


language_map = mapping(values.language, values.string)


def _extension(key: Json) -> Fault | None:
    return faults.NOT_EXTENSION if values.iri(key) else None


extensions = mapping(_extension, None)

account = shape({"homePage": values.iri, "name": values.string}, ("homePage", "name"))

_IFI: dict[str, Check] = {
    "mbox": values.mbox,
    "mbox_sha1sum": values.sha1,
    "openid": values.iri,
    "account": account,
}


def _ifis(value: Mapping[str, Any]) -> int:
    return sum(ifi in value for ifi in IFIS)


def _one_ifi(value: Mapping[str, Any]) -> Fault | None:
    return None if _ifis(value) == 1 else faults.ONE_IFI


def _group(value: Mapping[str, Any]) -> Fault | None:
    ifis = _ifis(value)
    if ifis == 0:
        return None if value.get("member") else faults.NO_MEMBERS
    return None if ifis == 1 else faults.ONE_IFI


agent = shape({"objectType": word("Agent"), "name": values.string, **_IFI}, whole=_one_ifi)
group = shape(
    {"objectType": word("Group"), "name": values.string, "member": array(agent), **_IFI},
    ("objectType",),
    _group,
)


def actor(value: Json) -> Fault | None:
    """Check an agent or a group."""
    if type(value) is dict and value.get("objectType") == "Group":
        return group(value)
    return agent(value)


def authority(value: Json) -> Fault | None:
    """Check who vouches for a statement: an agent, or the two of three-legged OAuth."""
    fault = actor(value)
    if fault is None and value.get("objectType") == "Group":
        pair = len(value.get("member", ())) == 2  # noqa: PLR2004 - the application and the user
        return None if pair and not _ifis(value) else faults.NOT_AUTHORITY
    return fault


verb = shape({"id": values.iri, "display": language_map}, ("id",))


def _components(found: list[dict[str, Any]]) -> Fault | None:
    seen: set[str] = set()
    for component in found:
        if component["id"] in seen:
            return faults.SAME_COMPONENT.saying(id=component["id"][:64])
        seen.add(component["id"])
    return None


_component = shape({"id": values.string, "description": language_map}, ("id",))


def _definition(value: Mapping[str, Any]) -> Fault | None:
    if "interactionType" in value:
        return None
    given = any(key in value for key in ("correctResponsesPattern", *COMPONENTS))
    return faults.NO_INTERACTION_TYPE if given else None


definition = shape(
    {
        "name": language_map,
        "description": language_map,
        "type": values.iri,
        "moreInfo": values.iri,
        "extensions": extensions,
        "interactionType": word(*INTERACTIONS),
        "correctResponsesPattern": array(values.string),
        **{key: array(_component, _components) for key in COMPONENTS},
    },
    whole=_definition,
)
activity = shape(
    {"objectType": word("Activity"), "id": values.iri, "definition": definition}, ("id",)
)
statement_ref = shape(
    {"objectType": word("StatementRef"), "id": values.uuid_}, ("objectType", "id")
)


def _score(value: Mapping[str, float]) -> Fault | None:
    if not -1 <= value.get("scaled", 0) <= 1:
        return faults.SCALED_RANGE
    low, high, raw = value.get("min"), value.get("max"), value.get("raw")
    if low is not None and high is not None and low >= high:
        return faults.MIN_MAX
    below = raw is not None and low is not None and raw < low
    above = raw is not None and high is not None and raw > high
    return faults.RAW_RANGE if below or above else None


score = shape(dict.fromkeys(("scaled", "raw", "min", "max"), values.number), whole=_score)
result = shape(
    {
        "score": score,
        "success": values.boolean,
        "completion": values.boolean,
        "response": values.string,
        "duration": values.duration,
        "extensions": extensions,
    }
)


def _activities(value: Json) -> Fault | None:
    """Check one activity, as 0.95 sent it, or an array of them (XAPI-DATA-2.4.6.2)."""
    return _activity_array(value) if type(value) is list else activity(value)


_activity_array = array(activity)
_types = array(values.iri, lambda found: None if found else faults.NO_TYPES)

_CONTEXT: dict[str, Check] = {
    "registration": values.uuid_,
    "instructor": actor,
    "team": group,
    "contextActivities": shape(
        dict.fromkeys(("parent", "grouping", "category", "other"), _activities)
    ),
    "revision": values.string,
    "platform": values.string,
    "language": values.language,
    "statement": statement_ref,
    "extensions": extensions,
}
_CONTEXT_2: dict[str, Check] = {
    **_CONTEXT,
    "contextAgents": array(
        shape(
            {"objectType": word("contextAgent"), "agent": agent, "relevantTypes": _types},
            ("objectType", "agent"),
        )
    ),
    "contextGroups": array(
        shape(
            {"objectType": word("contextGroup"), "group": group, "relevantTypes": _types},
            ("objectType", "group"),
        )
    ),
}


def _attachment(value: Mapping[str, Any]) -> Fault | None:
    return None if "fileUrl" in value else faults.NO_FILE_URL


attachments = array(
    shape(
        {
            "usageType": values.iri,
            "display": language_map,
            "description": language_map,
            "contentType": values.media_type,
            "length": values.length,
            "sha2": values.sha2,
            "fileUrl": values.iri,
        },
        ("usageType", "display", "contentType", "length", "sha2"),
        _attachment,
    )
)


def _whole(value: Mapping[str, Any]) -> Fault | None:
    """Check what is true of a statement or SubStatement as a whole."""
    kind = value["object"].get("objectType", "Activity")
    if kind != "StatementRef" and value["verb"]["id"] == VOIDED:
        return faults.NOT_VOIDING.under("object")
    if kind != "Activity" and (context := value.get("context")):
        for key in ("revision", "platform"):
            if key in context:
                return faults.ONLY_ACTIVITY.under("context", key)
    return None


def _object(kinds: Mapping[str, Check]) -> Check:
    words = word(*kinds)

    def check(value: Json) -> Fault | None:
        if type(value) is not dict:
            return faults.NOT_OBJECT
        kind = value.get("objectType", "Activity")
        fault = words(kind)
        return kinds[kind](value) if fault is None else fault.under("objectType")

    return check


def _nested(_: Json) -> Fault | None:
    return faults.NESTED


def _version(accepted: tuple[str, ...]) -> Check:
    def check(value: Json) -> Fault | None:
        if type(value) is not str:
            return faults.NOT_STRING
        numbers = value.split(".")
        plain = all(part.isascii() and part.isdigit() for part in numbers)
        known = ".".join(numbers[:2]) in accepted and len(numbers) <= 3  # noqa: PLR2004
        return None if plain and known else faults.NOT_VERSION

    return check


def _statement(context: Mapping[str, Check], versions: tuple[str, ...]) -> Check:
    """Return the check of a statement; SubStatements in it obey the same tables."""
    kinds: dict[str, Check] = {
        "Activity": activity,
        "Agent": agent,
        "Group": group,
        "StatementRef": statement_ref,
    }
    parts: dict[str, Check] = {
        "actor": actor,
        "verb": verb,
        "result": result,
        "context": shape(context),
        "timestamp": values.timestamp,
        "attachments": attachments,
    }
    required = ("actor", "verb", "object")
    substatement = shape(
        {
            **parts,
            "objectType": word("SubStatement"),
            "object": _object({**kinds, "SubStatement": _nested}),
        },
        required,
        _whole,
    )
    return shape(
        {
            **parts,
            "id": values.uuid_,
            "object": _object({**kinds, "SubStatement": substatement}),
            "stored": values.timestamp,
            "authority": authority,
            "version": _version(versions),
        },
        required,
        _whole,
    )


STATEMENT: dict[Version, Check] = {
    "1.0.3": _statement(_CONTEXT, ("1.0",)),
    "2.0.0": _statement(_CONTEXT_2, ("1.0", "2.0")),
}
