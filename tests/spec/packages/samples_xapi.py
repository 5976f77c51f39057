"""For every rule of xAPI packages a package that breaks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.limits import ITEMS, ArchiveLimits
from tests.course_structures import activity, tincan, xapi_package
from tests.spec.packages.sample import Sample
from tests.zip_builder import File, build_zip

if TYPE_CHECKING:
    from collections.abc import Mapping

_TINCAN = tincan().encode()
_PAGE = b"<title>Lesson</title>"


def _of(*activities: str, **how: str) -> Sample:
    return Sample(xapi_package(tincan(*activities, **how)))


def _launch(address: str | None) -> Sample:
    return _of(activity(launch=address))


XAPI_SAMPLES: Mapping[str, Sample] = {
    "xapi.wrapped": Sample(
        build_zip([File("course/tincan.xml", _TINCAN), File("course/index.html", _PAGE)])
    ),
    "xapi.not-at-root": Sample(
        build_zip([File("course/tincan.xml", _TINCAN), File("index.html", _PAGE)])
    ),
    "xapi.name-case": Sample(build_zip([File("TinCan.xml", _TINCAN), File("index.html", _PAGE)])),
    "xapi.wrong-root": Sample(xapi_package("<course/>")),
    "xapi.namespace": _of(namespace="urn:other"),
    "xapi.too-many-activities": Sample(
        xapi_package(tincan(*(activity(f"a:{number}") for number in range(ITEMS + 1)))),
        ArchiveLimits(ratio=10_000),
    ),
    "xapi.nothing-to-launch": _launch(None),
    "xapi.several-launches": _of(activity("a:1"), activity("a:2")),
    "xapi.activities-without-launch": _of(activity("a:1"), activity("a:2", None)),
    "xapi.id-missing": _of(activity(None)),
    "xapi.id-not-an-iri": _of(activity("TETRIS")),
    "xapi.id-twice": _of(activity(), activity()),
    "xapi.type-not-an-iri": _of(activity(kind="course")),
    "xapi.name-missing": _of(activity(name="")),
    "xapi.name-long": _of(activity(name=f"<name>{'T' * 1001}</name>")),
    "xapi.launch-file-missing": _launch("lost.html"),
    "xapi.launch-scheme": _launch("javascript:start()"),
    "xapi.launch-invalid": _launch("http://[::1"),
    "xapi.launch-external": _launch("https://example.org/"),
    "xapi.launch-case": _launch("Index.html"),
    "xapi.launch-normalised": _launch("/index.html"),
    "xapi.launch-languages": _of(activity(more='<launch lang="ru">index.html</launch>')),
}
