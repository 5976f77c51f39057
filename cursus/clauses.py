"""The clauses of standards that cursus obeys, each named once, in clauses.toml.

Code and tests cite a clause by its id; the text says the requirement in our words.
"""

from __future__ import annotations

import tomllib
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def _load() -> Mapping[str, str]:
    text = files("cursus").joinpath("clauses.toml").read_text("utf-8")
    return MappingProxyType(tomllib.loads(text)["clauses"])


CLAUSES: Mapping[str, str] = _load()
