"""The `cursus` command.

Exit codes: 0 fine, 1 findings or a refusal, 2 wrong use. A command that needs the data of a
running service asks that service through its local admin socket; with no service running it
opens the data folder itself. Either way the same use-case runs.
"""

from __future__ import annotations

import click

from packager.cli import validate
from runtime.commands import import_, keys
from runtime.serve import serve


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="cursus")
def main() -> None:
    """Headless service for e-learning content: validate, store, play and record courses."""


main.add_command(serve)
main.add_command(validate)
main.add_command(keys)
main.add_command(import_)

if __name__ == "__main__":
    main(prog_name="cursus")
