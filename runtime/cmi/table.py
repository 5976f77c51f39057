"""The shape of a run-time data model: rows, and nothing that knows one standard from another.

Lives here: what a row (`Element`), an interaction format (`Format`) and a whole model (`Model`)
are. May not: a rule about one element; that is a field of its row. To add an element, add a row
to `scorm12.py` or `scorm2004.py`; to add a kind of rule, add a field here, obey it in
`interpreter.py` and in `player_assets/cmi.js`, and add call scripts to `tests/spec`, which both
sides run.

The values of one attempt on one SCO are a flat `dict[str, str]`: element name -> value, only what
was set or preset, with `<array>._count` for every array that has entries. A name that ends in
`._rights` is the server's own and no element: what a SCO may do with one shared data store.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

from runtime.cmi.places import Places
from runtime.cmi.types import Check, Fault, Type, compile_types

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runtime.cmi.codes import Call

Standard = Literal["scorm12", "scorm2004"]
Access = Literal["r", "w", "rw", "keyword"]
Mend = Literal["decimal", "lower", "timespan", "hundredths", "moment", "trim"]

VALUE_LIMIT: Final = 250_000
"""Characters of one value: four times the largest minimum of any standard (64,000), and in UTF-8
still within the 1 MiB that a request may have."""
TOTAL_LIMIT: Final = 4_000_000
"""Characters of all values of one attempt: 250 full interactions and suspend data several times
over; a SCO that wants more is filling the disk, not teaching."""


@dataclass(frozen=True, slots=True)
class Judge:
    """A status that is read through a threshold: whatever was set, the measure decides."""

    threshold: str  # element that holds the threshold; without it the judge is silent
    measure: str
    met: str
    unmet: str
    unmeasured: str | None  # None: what the SCO set stands until there is a measure


@dataclass(frozen=True, slots=True)
class Element:
    """One row. `n` in a name stands for an index, `{target}` for `{target=ID}`."""

    name: str
    access: Access
    type: str
    default: str | None = None  # None: no value until one is set
    needs: tuple[str, ...] = ()  # must have a value first
    unique: bool = False  # among its siblings in the array
    once: bool = False  # a value may be repeated, not changed
    append: bool = False  # a set adds to what is there
    erasable: bool = False  # an empty value is no value
    fixed: bool = False  # of a `_count`: the SCO may not add entries
    limit: int | None = None  # of a `_count`: entries at most
    minimum: int | None = None  # of a `_count`: entries every LMS must hold (SPM)
    judge: Judge | None = None
    rights: str | None = None  # name of the value that narrows the access to r, w or rw
    known_by: str | None = None  # once that one has a value, a missing one reads `otherwise`
    otherwise: str | None = None
    tolerate: tuple[Fault, ...] = ()  # stored all the same in the tolerant profile
    mend: Mend | None = None  # tried first in the tolerant profile
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Format:
    """What an interaction of one type takes: names of types, and how many patterns."""

    response: str
    pattern: str
    patterns: int | None = None  # None: as many as the array holds
    distinct: bool = False  # no two patterns may be the same set of members


@dataclass(frozen=True, eq=False)
class Model:
    """A data model as tables.

    `codes` gives the error code of each fault (0: kept, and said in the diagnostic), `strings` the
    text of each code, `unnamed` the fault of an unknown leaf in a known group, `calls` what the
    functions of the API answer in each state.
    """

    standard: Standard
    edition: str  # "1.2", "2nd", "3rd", "4th"
    elements: tuple[Element, ...]
    types: Mapping[str, Type]
    formats: Mapping[str, Format]
    interaction_type: str
    unnamed: Fault
    codes: Mapping[Fault, int]
    strings: Mapping[int, str]
    calls: Mapping[str, Call]

    @cached_property
    def checks(self) -> Mapping[str, Check]:
        """The checks of the types, compiled once."""
        return compile_types(self.types)

    @cached_property
    def places(self) -> Places:
        """The names of this model."""
        return Places(self.elements, self.unnamed, self.interaction_type)
