"""Commands that act on the data: through the running service, or on the folder itself.

A command is one function of the use-cases and JSON arguments. The service offers all of them on
its admin socket; `on_data` runs one there when a service holds the data folder, and in this
process when none does.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click
import msgspec
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from cursus.admin import Command, Emit, ServiceNotRunning, call_admin
from cursus.datafolder import FolderHeld
from cursus.errors import Problem
from cursus.storage.migrations import SchemaIsNewer
from cursus.texts import LANGUAGES, Language, Text, terminal_language
from packager.findings import Finding
from packager.reports.text import TextReport
from runtime.app import running
from runtime.environment import environment, folder_or_exit, load_or_exit
from runtime.services import SERVICES, Services

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

Action = Callable[[Services, dict[str, Any], Emit], Awaitable[dict[str, Any]]]

FIRST_TENANT = "main"
ALL_SCOPES = ("read", "write", "delete", "admin", "xapi")
POLL_SECONDS = 0.1
CHUNK = 1 << 20

FOLDER_BUSY = Text(
    "The data folder is held by a process that takes no commands: another cursus command, or a"
    " service that is starting or ending. Try again in a moment.",
    "Папку данных держит процесс, который команд не принимает: другая команда cursus либо служба,"
    " которая запускается или останавливается. Повторите через минуту.",
)


async def create_key(services: Services, args: dict[str, Any], _: Emit) -> dict[str, Any]:
    """Create a key of a tenant, and the tenant when it is new."""
    tenant = args["tenant"]
    await services.tenants.ensure(tenant)
    key_id, secret = await services.keys.create(tenant, args["label"], args["scopes"])
    return {"id": key_id, "secret": secret}


async def list_keys(services: Services, args: dict[str, Any], _: Emit) -> dict[str, Any]:
    """List a tenant's keys."""
    found = await services.keys.list(args["tenant"])
    return {
        "keys": [
            {
                "id": key.id,
                "label": key.label,
                "scopes": sorted(key.scopes),
                "revoked": key.revoked_at is not None,
            }
            for key in found
        ]
    }


async def revoke_key(services: Services, args: dict[str, Any], _: Emit) -> dict[str, Any]:
    """Revoke a tenant's key."""
    await services.keys.revoke(args["tenant"], args["id"])
    return {}


async def import_package(services: Services, args: dict[str, Any], emit: Emit) -> dict[str, Any]:
    """Import a package that lies on this machine; tell how far it is."""
    await services.tenants.base_iri(args["tenant"])  # an unknown one is told before it takes long
    job_id = await services.imports.receive(
        args["tenant"],
        args["course"],
        _file_chunks(Path(args["path"])),
        filename=Path(args["path"]).name,
        may_create_new_version=args["new_version"],
        tags=[],
    )
    told = None
    while True:
        job = await services.jobs.get(args["tenant"], job_id)
        assert job is not None
        if job.result is not None:
            return job.result
        if told != (told := (job.phase, job.done_units, job.total_units)):
            emit({"phase": job.phase, "done": job.done_units, "total": job.total_units})
        await asyncio.sleep(POLL_SECONDS)


async def _file_chunks(path: Path) -> AsyncIterator[bytes]:
    with await asyncio.to_thread(path.open, "rb") as file:
        while chunk := await asyncio.to_thread(file.read, CHUNK):
            yield chunk


ACTIONS: Mapping[str, Action] = {
    "create_key": create_key,
    "list_keys": list_keys,
    "revoke_key": revoke_key,
    "import_package": import_package,
}


def admin_commands(services: Services) -> dict[str, Command]:
    """Return the commands for the admin socket of a service."""
    return {name: partial(action, services) for name, action in ACTIONS.items()}


async def on_data(data: Path | None, name: str, args: dict[str, Any], emit: Emit) -> dict[str, Any]:
    """Run a command where the data folder is held: in the service, else here."""
    settings = load_or_exit(environment(data))
    if settings.content_url is None:  # nothing is served here, so any address will do
        settings = settings.model_copy(update={"content_url": "http://content.invalid"})
    folder = folder_or_exit(settings)
    try:
        with folder.locked():
            async with running(settings, folder) as runner:
                return await ACTIONS[name](runner.app[SERVICES], args, emit)
    except FolderHeld:
        return await call_admin(folder, name, args, emit)


def _do(data: Path | None, name: str, args: dict[str, Any]) -> dict[str, Any]:
    """Run a command to its end with progress on a terminal; a problem ends with exit code 1."""
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        transient=True,
    )
    with bar:
        task = bar.add_task("", total=None)

        def emit(told: dict[str, Any]) -> None:
            bar.update(
                task,
                description=told["phase"],
                completed=told["done"],
                total=told["total"] or None,
            )

        try:
            return asyncio.run(on_data(data, name, args, emit))
        except Problem as problem:
            said = problem.as_json(terminal_language(os.environ))
            _refuse(said.get("detail", said["title"]))
        except ServiceNotRunning:
            _refuse(FOLDER_BUSY.say(terminal_language(os.environ)))
        except SchemaIsNewer as newer:
            _refuse(f"{newer}.")


def _refuse(why: str) -> NoReturn:
    click.echo(why, err=True)
    sys.exit(1)


def _known_scopes(
    _: click.Context, __: click.Parameter, scopes: tuple[str, ...]
) -> tuple[str, ...]:
    for scope in scopes:
        if scope.partition(":")[0] not in ALL_SCOPES:
            raise click.BadParameter(
                f"{scope!r} is no scope: {', '.join(ALL_SCOPES)}, or one of them narrowed to a"
                " resource, such as read:course; /docs names what each operation needs."
            )
    return scopes


data_option = click.option(
    "--data", type=click.Path(path_type=Path), help="Data folder [CURSUS_DATA: ./data]."
)
tenant_option = click.option("--tenant", default=FIRST_TENANT, show_default=True, help="Whose.")


@click.group()
def keys() -> None:
    """Create, list and revoke API keys, also while the service runs."""


@keys.command("create")
@click.argument("label")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    callback=_known_scopes,
    help="What it may do, such as read or read:course; repeatable [all scopes].",
)
@tenant_option
@data_option
def keys_create(label: str, scopes: tuple[str, ...], tenant: str, data: Path | None) -> None:
    """Create a key and print it once, as id:secret."""
    args = {"tenant": tenant, "label": label, "scopes": list(scopes or ALL_SCOPES)}
    made = _do(data, "create_key", args)
    click.echo(f"{made['id']}:{made['secret']}")


@keys.command("list")
@tenant_option
@data_option
def keys_list(tenant: str, data: Path | None) -> None:
    """List keys; secrets are never shown again."""
    for key in _do(data, "list_keys", {"tenant": tenant})["keys"]:
        state = "  revoked" if key["revoked"] else ""
        click.echo(f"{key['id']}  {' '.join(key['scopes'])}  {key['label']}{state}")


@keys.command("revoke")
@click.argument("key")
@tenant_option
@data_option
def keys_revoke(key: str, tenant: str, data: Path | None) -> None:
    """Revoke a key; it is refused from now on."""
    _do(data, "revoke_key", {"tenant": tenant, "id": key})


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--course-id", required=True, help="Id of the course, new or known.")
@click.option("--new-version", is_flag=True, help="Make a new version when the course is there.")
@click.option(
    "--lang", type=click.Choice(LANGUAGES), help="Language of the findings [the terminal's]."
)
@tenant_option
@data_option
def import_(
    file: Path,
    course_id: str,
    *,
    new_version: bool,
    lang: Language | None,
    tenant: str,
    data: Path | None,
) -> None:
    """Import a package as a course, also while the service runs."""
    args = {
        "tenant": tenant,
        "course": course_id,
        "path": str(file.absolute()),
        "new_version": new_version,
    }
    result = _do(data, "import_package", args)
    spoken = lang or terminal_language(os.environ)
    if problem := result.get("problem"):
        _refuse(problem[spoken].get("detail", problem[spoken]["title"]))
    report = TextReport(spoken)
    for finding in msgspec.convert(result["findings"], tuple[Finding, ...]):
        click.echo(report.finding(finding))
    if result["course"] is None:
        sys.exit(1)
    click.echo(f"{result['course']['id']}, version {result['course']['version']}")
