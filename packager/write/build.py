"""Building packages: from a folder with a course.toml, a folder without, or a single file.

Reads the author's files, wraps what cannot report by itself, and makes the parts of an archive.
What an author can change is refused with a sentence; what was decided for them is among the notes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from packager.findings import visible
from packager.hrefs import Files, launch_url, resolve
from packager.judgement import STANDARDS
from packager.types import media_type
from packager.write import build_texts as texts
from packager.write.archives import Part, of_bytes, of_file
from packager.write.course_file import (
    LARGEST,
    NAME,
    CourseFile,
    Item,
    WrongCourseFile,
    fault,
    read_course_file,
)
from packager.write.courses import Plan, Unit, course_of, plan_of
from packager.write.folders import files_below, is_text, leads_out
from packager.write.identifiers import name_like
from packager.write.pdf import Unreadable
from packager.write.refusals import Refused
from packager.write.resources import single_resource
from packager.write.speech import spoken
from packager.write.targets import descriptor_of
from packager.write.wrapping import (
    FOLDER,
    PLAYED,
    Wrapper,
    has_to_be_wrapped,
    read_page,
    wrapping_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cursus.texts import Text
    from packager.model import Course
    from packager.write.aicc import Encoding
    from packager.write.targets import Target

_DESCRIPTORS: Final = frozenset({"imsmanifest.xml", "cmi5.xml", "tincan.xml"})
_STARTS: Final = ("index.html", "index.htm", "start.html", "story.html", "default.htm")


class Built(NamedTuple):
    """A package that is ready to be written."""

    course: Course
    parts: dict[str, Part]
    first: tuple[str, ...]  # names that come first in the archive
    notes: list[Text]
    encoding: Encoding = "utf-8"  # of AICC


def build(
    source: Path,
    target: Target,
    progress: Callable[[str, int, int], object],
    output: Path | None = None,
) -> Built:
    """Return the package of a folder or a file; raises `Refused`.

    `output` is where it will be written: what lies there now is no part of it. `progress` hears the
    name of what is being wrapped, and how many of how many pages are done.
    """
    try:
        return _Build(source, target, progress, output and output.resolve()).run()
    except WrongCourseFile as wrong:
        raise Refused(*wrong.faults) from wrong
    except Unreadable as unreadable:
        raise Refused(unreadable.text) from unreadable


@dataclass(slots=True)
class _Build:
    source: Path
    target: Target
    progress: Callable[[str, int, int], object]
    output: Path | None
    files: dict[str, Path] = field(default_factory=dict)  # of the author, by name in the package
    made: dict[str, Part] = field(default_factory=dict)  # of ours
    notes: list[Text] = field(default_factory=list)
    faults: list[Text] = field(default_factory=list)
    wrapped_pages: bool = False  # whether web pages are wrapped unless the author says otherwise
    _names: Files | None = None
    _title: str | None = None  # of the only thing that there is
    _language: str | None = None

    def run(self) -> Built:
        spec = self._read()
        self._listen()
        wrapper = Wrapper(self.progress)
        waited = {name for item in _walk(spec.items) for name in item.prerequisites}
        units = tuple(self._units(spec, spec.items, "items", wrapper, waited))
        self._check(units)
        if self.faults:
            raise Refused(*self.faults)
        self.made |= wrapper.shared
        name = self.source.stem if self.source.is_file() else self.source.resolve().name
        title = spec.title or (self._title if len(spec.items) == 1 else None) or name
        if not (spec.language or spec.languages) and self._language:
            spec = spec.model_copy(update={"language": self._language})
        return self._assembled(
            spec, plan_of(spec, title, spec.identifier or name_like(name), units)
        )

    def _assembled(self, spec: CourseFile, plan: Plan) -> Built:
        parts = {name: of_file(path) for name, path in self.files.items()} | self.made
        course = course_of(plan, self.target.standard, self.target.edition, parts)
        if spec.single_resource and self.target.scorm:
            course, pages = single_resource(course, parts)
            parts |= {name: of_bytes(data) for name, data in pages.items()}
        written = descriptor_of(course, spec.aicc.encoding)
        parts |= {name: of_bytes(data) for name, data in written.files.items()}
        notes = self.notes + written.losses
        return Built(course, parts, tuple(written.files), notes, spec.aicc.encoding)

    # What there is

    def _read(self) -> CourseFile:
        """Read the author's files and what is said of them."""
        if self.source.is_file():
            return self._single_file()
        said = self.source / NAME
        spec = CourseFile()
        if said.is_file():
            with said.open("rb") as file:
                spec = read_course_file(file.read(LARGEST + 1))
        for name, path in files_below(self.source, {NAME}, spec.exclude):
            if name.lower() in _DESCRIPTORS:
                if not said.is_file():
                    raise Refused(texts.PACKAGE.format(folder=self.source, name=name))
                self.notes.append(texts.LEFT_OUT.format(name=name))
            else:
                self._take(name, path)
        if spec.items:
            return spec
        lower = {name.lower(): name for name in self.files if "/" not in name}
        start = next((lower[name] for name in _STARTS if name in lower), None)
        if start is None:
            raise Refused(texts.NO_START.format(folder=self.source))
        return spec.model_copy(update={"items": [Item(href=start)]})

    def _take(self, name: str, path: Path) -> None:
        """Take a file of the folder, unless something is wrong with it."""
        if name.partition("/")[0].lower() == FOLDER:
            raise Refused(texts.RESERVED.format(folder=FOLDER))
        if path.resolve() == self.output:
            return
        if path.is_symlink() and leads_out(path, self.source):
            self.faults.append(texts.LEADS_OUT.format(name=visible(name)))
        elif path.is_dir():
            self.notes.append(texts.NOT_FOLLOWED.format(name=visible(name)))
        elif not is_text(name):
            self.faults.append(texts.NOT_UTF8.format(name=visible(name)))
        else:
            self.files[name] = path

    def _single_file(self) -> CourseFile:
        name = self.source.name
        if not is_text(name):
            raise Refused(texts.NOT_UTF8.format(name=visible(name)))
        self.files[name] = self.source
        if wrapping_of(name) == "page":
            for address in read_page(self.source).files:
                reference = resolve((), address)
                beside = self.source.parent / reference.path
                if (
                    reference.kind != "local"
                    or not beside.is_file()
                    or leads_out(beside, self.source.parent)
                ):
                    self.notes.append(texts.ABSENT.format(name=address))
                elif reference.path != name:
                    self.files[reference.path] = beside
                    self.notes.append(texts.NEIGHBOUR.format(name=reference.path))
        return CourseFile(items=[Item(href=name)])

    def _listen(self) -> None:
        """Find out whether the author's files report by themselves, and to whom."""
        heard = spoken(self.files.items())
        self.wrapped_pages = not heard
        wanted = self.target.standard
        if heard and wanted not in heard:
            found = ", ".join(STANDARDS[standard] for standard in sorted(heard))
            self.notes.append(texts.OTHER_SPEECH.format(found=found, wanted=STANDARDS[wanted]))

    # What it becomes

    def _units(
        self, spec: CourseFile, items: list[Item], at: str, wrapper: Wrapper, waited: set[str]
    ) -> Iterator[Unit]:
        for number, item in enumerate(items, 1):
            key = f"{at}[{number}]"
            made = at.replace("items", "").replace("[", "").replace("]", "").replace(".", "-")
            identifier = item.id or f"item{made}-{number}"
            below = tuple(self._units(spec, item.items, f"{key}.items", wrapper, waited))
            if item.href is None:
                if not below:
                    self.faults.append(fault(key, texts.NOTHING))
                yield Unit(identifier, item.title or identifier, visible=item.visible, units=below)
            elif below:
                self.faults.append(fault(key, texts.BOTH))
            else:
                yield self._leaf(spec, item, identifier, f"{key}.href", wrapper, waited)

    def _leaf(
        self,
        spec: CourseFile,
        item: Item,
        identifier: str,
        key: str,
        wrapper: Wrapper,
        waited: set[str],
    ) -> Unit:
        href, title = item.href or "", item.title
        own: tuple[str, ...] = ()
        reference = resolve((), href)
        name = None
        if reference.kind == "external":
            href = reference.path + reference.tail
        else:
            name = self._found(reference.path if reference.kind == "local" else None, href, key)
        if name is not None:
            href = launch_url(name, reference.tail)
            if self._is_to_be_wrapped(item, name):
                passes = identifier in waited
                language = spec.language or (spec.languages[0] if spec.languages else None)
                done = wrapper.wrap(
                    name, self.files[name], title=title, language=language, passes=passes
                )
                href, own = launch_url(done.href, ""), (name, *done.files)
                self.made |= done.files
                title = title or done.title
                self._title, self._language = done.title, done.language
                self.notes.append(texts.WRAPPED.format(name=name))
            elif wrapping_of(name) == "page":
                page = read_page(self.files[name])
                title = title or page.title
                self._title, self._language = page.title, page.language
        return Unit(
            identifier=identifier,
            title=title or Path(name or href).stem,
            href=href,
            parameters=item.parameters,
            own=own,
            kind=item.kind,
            visible=item.visible,
            mastery_score=spec.mastery_score if item.mastery_score is None else item.mastery_score,
            time_limit=item.time_limit,
            time_limit_action=item.time_limit_action,
            launch_data=item.launch_data,
            prerequisites=tuple(item.prerequisites),
        )

    def _found(self, path: str | None, href: str, key: str) -> str | None:
        """Return the file that an address of an item names."""
        self._names = self._names or Files(self.files)
        match = None if path is None else self._names.find(path)
        if match is None:
            self.faults.append(
                fault(key, (texts.OUTSIDE if path is None else texts.NO_FILE).format(name=href))
            )
            return None
        return match.name

    def _is_to_be_wrapped(self, item: Item, name: str) -> bool:
        must = has_to_be_wrapped(name)
        wraps = must if item.wrap is None else item.wrap
        if item.wrap is None and not must and item.kind == "sco":
            wraps = self.wrapped_pages and media_type(name) in (
                "text/html",
                "application/xhtml+xml",
            )
        if wraps and wrapping_of(name) == "media" and media_type(name) not in PLAYED:
            self.faults.append(texts.NOT_PLAYED.format(name=name))
            return False
        if wraps and self.target.standard == "cmi5":
            self.faults.append(texts.NO_CMI5.format(name=name))
            return False
        return wraps

    def _check(self, units: tuple[Unit, ...]) -> None:
        """Hold identifiers and what refers to them against each other."""
        seen: set[str] = set()
        everything = [unit for top in units for unit in top.walk()]
        started = {unit.identifier for unit in everything if unit.href is not None}
        for unit in everything:
            if unit.identifier in seen:
                self.faults.append(fault("items.id", texts.TWICE.format(name=unit.identifier)))
            seen.add(unit.identifier)
            for name in unit.prerequisites:
                if name not in started or name == unit.identifier:
                    self.faults.append(
                        fault("items.prerequisites", texts.UNKNOWN.format(name=name))
                    )


def _walk(items: list[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from _walk(item.items)
