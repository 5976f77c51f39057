"""`cursus build`, `cursus convert`, `cursus repair`: writing packages.

What is written is judged by the validator before it takes its name; a package that would not play
is never left behind. Exit codes: 0 done, 1 refused or not conformant, 2 wrong use or a file that
cannot be read or written.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import click

from cursus.texts import LANGUAGES, Language, Text, terminal_language

if TYPE_CHECKING:
    from packager.findings import Report

_HELP_LANGUAGE: Final = terminal_language(os.environ)
_STANDARDS: Final = (
    "scorm12",
    "scorm2004-2nd",
    "scorm2004-3rd",
    "scorm2004-4th",
    "aicc",
    "cmi5",
)

_BUILD: Final = Text(
    """Make a package from a folder or from a single PDF, film, recording or web page.

    SOURCE is a folder with a course.toml (docs/building.md), a folder with an index.html, or one
    file. What cannot report by itself gets a page that shows it and reports completion.
    """,
    """Собрать пакет из папки или из одного файла: PDF, видео, аудио, веб-страницы.

    SOURCE — папка с course.toml (docs/building.md), папка с index.html или один файл. То, что не
    отчитывается само, показывает страница cursus, она же отмечает прохождение.
    """,
)
_CONVERT: Final = Text(
    """Make a package of another standard out of a package.

    Content made for SCORM gets a bridge to the API of the other standard; what does not survive is
    said. What would only look converted is refused.
    """,
    """Превратить пакет в пакет другого стандарта.

    Содержимое для SCORM получает мост к интерфейсу другого стандарта; о том, что теряется,
    сообщается. Если пакет лишь выглядел бы преобразованным, команда отказывает.
    """,
)
_REPAIR: Final = Text(
    """Write down a package as cursus plays it: whatever is mended then is mended in the file.

    A descriptor with faults is written anew in the same standard; files keep their names and their
    bytes.
    """,
    """Записать пакет таким, каким его воспроизводит cursus: исправленным.

    Дескриптор с ошибками записывается заново в том же стандарте; имена и содержимое файлов
    сохраняются.
    """,
)
_OPTIONS: Final = {
    "output": Text(
        "The file to write [named after SOURCE, in this folder].",
        "Файл результата [по имени SOURCE, в текущей папке].",
    ),
    "force": Text(
        "Overwrite the file if it is there already.", "Перезаписать файл, если он уже есть."
    ),
    "lang": Text("Language of the messages [the terminal's].", "Язык сообщений [язык терминала]."),
    "standard": Text("Standard of the package.", "Стандарт пакета."),
    "single": Text(
        "A manifest with one resource, which some LMSs want.",
        "Манифест с одним ресурсом, как требуют некоторые системы.",
    ),
    "encoding": Text("Encoding of AICC files.", "Кодировка файлов AICC."),
}
_COPIED: Final = Text("The descriptor is the package's own.", "Дескриптор остался прежним.")
_MENDED: Final = Text("The text of the descriptor is mended.", "Текст дескриптора исправлен.")
_REWRITTEN: Final = Text(
    "The descriptor is written anew from what was read.",
    "Дескриптор записан заново по прочитанному.",
)
_NOT_REPAIRED: Final = Text(
    "The package cannot be repaired: its errors are in the content or the archive.",
    "Пакет не исправить: ошибки в его содержимом или в архиве.",
)
_NOT_CONVERTED: Final = Text(
    "The package does not play, so there is nothing to convert.",
    "Пакет не воспроизводится, преобразовывать нечего.",
)


def _said(name: str) -> str:
    return _OPTIONS[name].say(_HELP_LANGUAGE)


_output = click.option(
    "-o",
    "--output",
    "target_path",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=_said("output"),
)
_force = click.option("--force", is_flag=True, help=_said("force"))
_lang = click.option("--lang", type=click.Choice(LANGUAGES), help=_said("lang"))
_encoding = click.option(
    "--encoding", type=click.Choice(["utf-8", "cp1251"]), default="utf-8", help=_said("encoding")
)


@click.command(help=_BUILD.say(_HELP_LANGUAGE))
@click.argument("source", type=click.Path(path_type=Path, exists=True))
@click.option("--standard", type=click.Choice(_STANDARDS), required=True, help=_said("standard"))
@_output
@_force
@_lang
def build(
    source: Path, standard: str, target_path: Path | None, *, force: bool, lang: Language | None
) -> None:
    """Make a package from a folder or a single file."""
    from packager.write.build import build as make  # noqa: PLC0415 - not for --help
    from packager.write.run import Run, asked_for  # noqa: PLC0415 - as above
    from packager.write.targets import TARGETS  # noqa: PLC0415 - as above

    name = source.stem if source.is_file() else source.resolve().name
    path = target_path or Path(f"{name}-{standard}.zip")
    with Run(_language(lang), source) as run, run.writing(path, force=force) as output:
        with run.reading() as bar:
            built = make(source, TARGETS[standard], bar.pages, path)
        run.write(output, built.parts, built.first)
        run.notes(built.notes)
        run.judge(output, path, asked_for(built.encoding))


@click.command(help=_CONVERT.say(_HELP_LANGUAGE))
@click.argument("source", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--to", "standard", type=click.Choice(_STANDARDS), required=True, help=_said("standard")
)
@_output
@click.option("--single-resource", "single", is_flag=True, help=_said("single"))
@_encoding
@_force
@_lang
def convert(
    source: Path,
    standard: str,
    target_path: Path | None,
    encoding: Literal["utf-8", "cp1251"],
    *,
    single: bool,
    force: bool,
    lang: Language | None,
) -> None:
    """Make a package of another standard out of a package."""
    from packager.limits import ArchiveLimits  # noqa: PLC0415 - not for --help
    from packager.write.convert import convert as cross  # noqa: PLC0415 - as above
    from packager.write.run import Run, asked_for  # noqa: PLC0415 - as above
    from packager.write.sources import open_source  # noqa: PLC0415 - as above
    from packager.write.targets import TARGETS  # noqa: PLC0415 - as above

    path = target_path or Path(f"{source.stem}-{standard}.zip")
    run = Run(_language(lang), source, _NOT_CONVERTED)
    with run, run.writing(path, force=force) as output:
        with run.reading() as bar:
            package = run.enter(open_source(source, ArchiveLimits(), bar.bytes))
        done = cross(package, TARGETS[standard], single=single, encoding=encoding)
        run.write(output, done.parts, done.first)
        run.notes(done.losses)
        run.judge(output, path, asked_for(encoding))


@click.command(help=_REPAIR.say(_HELP_LANGUAGE))
@click.argument("source", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@_output
@_force
@_lang
def repair(source: Path, target_path: Path | None, *, force: bool, lang: Language | None) -> None:
    """Write down a package as cursus plays it."""
    from packager.limits import ArchiveLimits  # noqa: PLC0415 - not for --help
    from packager.write.repair import (  # noqa: PLC0415 - as above
        as_it_is,
        open_for_repair,
        rewritten,
    )
    from packager.write.run import Run  # noqa: PLC0415 - as above

    path = target_path or Path(f"{source.stem}-repaired.zip")
    run = Run(_language(lang), source, _NOT_REPAIRED)
    with run, run.writing(path, force=force) as output:
        with run.reading() as bar:
            package = run.enter(open_for_repair(source, ArchiveLimits(), bar.bytes))
        run.verdict(source, package.report, package.course)
        chosen = as_it_is(package)
        how = _MENDED if package.mended.intersection(chosen.first) else _COPIED
        run.write(output, chosen.parts, chosen.first)
        report, _ = run.inspected(output)
        anew = None if report.conformant else rewritten(package)
        if anew is not None:
            run.write(output, anew.parts, anew.first)
            if _gravity(run.inspected(output)[0]) < _gravity(report):
                chosen, how = anew, _REWRITTEN
            else:
                run.write(output, chosen.parts, chosen.first)
        run.notes([how, *chosen.losses])
        run.judge(output, path)


def _language(chosen: Language | None) -> Language:
    return chosen or terminal_language(os.environ)


def _gravity(report: Report) -> tuple[int, int]:
    severities = [finding.severity for finding in report.findings]
    return severities.count("error"), severities.count("warning")
