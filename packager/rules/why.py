"""Why rules matter: what goes wrong for learners and LMSs where one is broken, in why.toml.

Kept apart from the rules themselves because only pages and explanations show it.
"""

from __future__ import annotations

import tomllib
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from cursus.texts import Text

if TYPE_CHECKING:
    from collections.abc import Mapping


def _load() -> Mapping[str, Text]:
    text = files("packager.rules").joinpath("why.toml").read_text("utf-8")
    return MappingProxyType({id_: Text(**said) for id_, said in tomllib.loads(text).items()})


WHY: Mapping[str, Text] = _load()  # by a rule's id; not every rule needs one
