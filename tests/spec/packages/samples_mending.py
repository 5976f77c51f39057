"""For every rule about the text of descriptors a package whose descriptor breaks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.manifests import manifest_12, package
from tests.spec.packages.sample import Sample
from tests.zip_builder import File, build_zip

if TYPE_CHECKING:
    from collections.abc import Mapping

MANIFEST = manifest_12()
RUSSIAN = MANIFEST.replace("Lesson", "Пожарная безопасность")
PAGE = File("index.html", b"<title>Lesson</title>")


def declared(encoding: str, manifest: str = RUSSIAN) -> str:
    """The manifest under a declaration."""
    return f'<?xml version="1.0" encoding="{encoding}"?>\n{manifest}'


def _bytes(manifest: bytes) -> Sample:
    return Sample(build_zip([File("imsmanifest.xml", manifest), PAGE]))


def _title(title: str) -> Sample:
    return Sample(package(MANIFEST.replace("Lesson", title)))


AICC_FILES = {
    "c.crs": "[Course]\r\nCourse_ID=1\r\nCourse_Title=Урок\r\n".encode(),
    "c.au": (
        b'"System_ID","Type","Command_Line","File_Name","Max_Score","Mastery_Score",'
        b'"Max_Time_Allowed","Time_Limit_Action","System_Vendor","Core_Vendor","Web_Launch",'
        b'"AU_Password"\r\n"A1","lesson","","index.html","100","80","","","","","",""\r\n'
    ),
    "c.des": b'"System_ID","Developer_ID","Title","Description"\r\n"A1","a","Lesson","x"\r\n',
    "c.cst": b'"Block","Member"\r\n"ROOT","A1"\r\n',
}

MENDING_SAMPLES: Mapping[str, Sample] = {
    "text.encoding-lies": _bytes(declared("utf-8").encode("cp1251")),
    "text.encoding-undeclared": _bytes(RUSSIAN.encode("cp1251")),
    "text.encoding-without-mark": _bytes(declared("utf-16").encode("utf-16-le")),
    "text.encoding-old": _bytes(declared("koi8-r").encode("koi8-r")),
    "text.encoding-broken": _bytes(RUSSIAN.encode()[:400] + b"\xff" + RUSSIAN.encode()[400:]),
    "text.bytes-lost": Sample(
        build_zip(
            [PAGE, *(File(n, d.replace(b"=\xd0", b"=\xd0\xd0")) for n, d in AICC_FILES.items())]
        )
    ),
    "xml.text-before": Sample(package("\n" + declared("utf-8"))),
    "xml.bare-ampersand": _title("Fire & water"),
    "xml.html-entity": _title("Fire&nbsp;safety"),
    "xml.control-character": _title("Fire\x0bsafety"),
    "xml.bare-angle": _title("Fire < water"),
}
