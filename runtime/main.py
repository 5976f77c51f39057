"""The `cursus` command.

Exit codes: 0 fine, 1 findings or a refusal, 2 wrong use. A command that needs the data of a
running service asks that service through its local admin socket; with no service running it
opens the data folder itself. Either way the same use-case runs.

Each command is imported when it is called: `validate` needs a tenth of what `serve` loads.
"""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMANDS: Mapping[str, str] = MappingProxyType(  # name -> where it is
    {
        "serve": "runtime.serve:serve",
        "validate": "packager.cli:validate",
        "build": "packager.write_cli:build",
        "convert": "packager.write_cli:convert",
        "repair": "packager.write_cli:repair",
        "keys": "runtime.commands:keys",
        "import": "runtime.commands:import_",
    }
)


class _Commands(click.Group):
    """The commands by name, each imported when it is called or listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        module, _, name = COMMANDS.get(cmd_name, "").partition(":")
        if not module:
            return None
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="cursus")
def main() -> None:
    """Headless service for e-learning content: validate, store, play and record courses."""


if __name__ == "__main__":
    main(prog_name="cursus")
