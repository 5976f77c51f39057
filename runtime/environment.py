"""Settings out of the environment of a command."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from cursus.settings import Settings, UnsuitableSetting, load_settings
from cursus.texts import Language, choose_language

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def environment(data: Path | None) -> dict[str, str]:
    """Return the environment; a data folder named on the command line wins."""
    given = {} if data is None else {"CURSUS_DATA": str(data)}
    return dict(os.environ) | given


def load_or_exit(environ: Mapping[str, str]) -> Settings:
    """Return the settings of an environment, or end with what is wrong with them."""
    try:
        return load_settings(environ)
    except UnsuitableSetting as fault:
        click.echo(str(fault), err=True)
        sys.exit(2)


def language() -> Language:
    """Return the language of the caller's terminal (POSIX locale variables)."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return choose_language(value.partition("_")[0])
    return choose_language(None)
