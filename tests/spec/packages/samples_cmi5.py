"""For every rule of cmi5 a package that breaks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.limits import ITEMS, ArchiveLimits
from tests.course_structures import (
    BASE,
    au,
    block,
    cmi5_package,
    objective,
    references,
    structure,
    texts,
)
from tests.spec.packages.sample import Sample
from tests.zip_builder import File, build_zip

if TYPE_CHECKING:
    from collections.abc import Mapping

_STRUCTURE = structure().encode()
_PAGE = b"<title>Lesson</title>"


def _of(*parts: str, **how: str) -> Sample:
    return Sample(cmi5_package(structure(*parts, **how)))


def _url(url: str) -> Sample:
    return _of(au(url=url))


CMI5_SAMPLES: Mapping[str, Sample] = {
    "cmi5.wrapped": Sample(
        build_zip([File("course/cmi5.xml", _STRUCTURE), File("course/index.html", _PAGE)])
    ),
    "cmi5.not-at-root": Sample(
        build_zip([File("course/cmi5.xml", _STRUCTURE), File("index.html", _PAGE)])
    ),
    "cmi5.name-case": Sample(build_zip([File("CMI5.xml", _STRUCTURE), File("index.html", _PAGE)])),
    "cmi5.wrong-root": Sample(cmi5_package("<course/>")),
    "cmi5.namespace-old": _of(namespace="http://www.adlnet.gov/cmi5/CourseStructure.xsd"),
    "cmi5.namespace": _of(namespace="urn:other"),
    "cmi5.attribute-as-element": _of(au(more="<launchMethod>OwnWindow</launchMethod>")),
    "cmi5.not-valid": _of(au(attributes='moveOn="Finished"')),
    "cmi5.extension-invalid": _of('<k:note xmlns:k="urn:k"/>', au()),
    "cmi5.extension": _of(more='<k:note xmlns:k="urn:k"/>'),
    "cmi5.too-many-parts": Sample(
        cmi5_package(structure(*(au(f"a:{number}") for number in range(ITEMS + 1)))),
        ArchiveLimits(ratio=10_000),
    ),
    "cmi5.not-an-iri": _of(identifier="fire-safety"),
    "cmi5.activity-type-empty": _of(au(attributes='activityType=" "')),
    "cmi5.block-twice": _of(block(au()), block(au("a:2"))),
    "cmi5.objective-twice": _of(objectives=objective() + objective()),
    "cmi5.au-twice": _of(au(), au()),
    "cmi5.id-shared": _of(au(BASE)),
    "cmi5.objective-unknown": _of(au(objectives=references("o:1"))),
    "cmi5.mastery-score-digits": _of(au(attributes='masteryScore="0.66667"')),
    "cmi5.title-empty": _of(au().replace(texts(), texts(" "))),
    "cmi5.title-long": _of(au().replace(texts(), texts("T" * 1001))),
    "cmi5.language-twice": _of(
        au().replace("</title>", '<langstring lang="en-US">Again</langstring></title>')
    ),
    "cmi5.url-invalid": _url("page one.html"),
    "cmi5.url-scheme": _url("javascript:start()"),
    "cmi5.url-reserved-name": _url("index.html?actor=me"),
    "cmi5.url-relative": Sample(structure().encode()),
    "cmi5.url-not-in-package": _url("lost.html"),
    "cmi5.url-case": _url("Index.html"),
    "cmi5.url-leading-slash": _url("/index.html"),
    "cmi5.url-absolute-inside": _url("https://example.org/index.html"),
    "cmi5.url-external": _url("https://example.org/lesson"),
}
