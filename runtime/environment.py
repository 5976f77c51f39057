"""Settings out of the environment of a command."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from cursus.datafolder import DataFolder
from cursus.settings import Settings, UnsuitableSetting, load_settings
from cursus.texts import Text, terminal_language

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


UNUSABLE = Text(
    "The data folder {folder} cannot be used: {reason}. Name another with --data or CURSUS_DATA.",
    "Папку данных {folder} использовать нельзя: {reason}. Другую задаёт --data или CURSUS_DATA.",
)


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


def folder_or_exit(settings: Settings) -> DataFolder:
    """Return the data folder that the settings name, or end with why it cannot be used."""
    try:
        return DataFolder(settings.data)
    except OSError as error:
        text = UNUSABLE.format(folder=settings.data, reason=error.strerror)
        click.echo(text.say(terminal_language(os.environ)), err=True)
        sys.exit(2)
