"""Forms that no browser sends: an upload that cannot be read is its sender's fault."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from tests.packages import scorm12

if TYPE_CHECKING:
    from tests.http.api.conftest import Caller

END = b"--B--\r\n"
DEEP = b"".join(
    b"--B%d\r\nContent-Type: multipart/mixed; boundary=B%d\r\n\r\n" % (n, n + 1)
    for n in range(2000)
)


def part(name: str, body: bytes, *fields: str) -> bytes:
    lines = [f'Content-Disposition: form-data; name="{name}"', *fields, "", ""]
    return b"--B\r\n" + "\r\n".join(lines).encode() + body + b"\r\n"


async def send(portal: Caller, form: bytes, *, status: int, boundary: str = "B") -> str:
    problem = await portal(
        "POST",
        "/courses/importJobs/upload",
        params={"courseId": "c"},
        data=io.BytesIO(form),
        headers={"Content-Type": f"multipart/form-data; boundary={boundary}"},
        status=status,
    )
    return str(problem.get("type", "")).rpartition(":")[2]


@pytest.mark.parametrize(
    "form",
    [
        pytest.param(b'--B\r\nContent-Disposition: form-data; name="x"', id="half a head"),
        pytest.param(
            part("x", b"a") + b"--B\r\nno colon\r\n\r\nabc\r\n" + END, id="a line that is no field"
        ),
        pytest.param(part("x", b"a") + b"--Cxx\r\n", id="another boundary"),
        pytest.param(part("y" * 200_000, b"a") + END, id="a very long field"),
        pytest.param(
            part("file", b"a", *(f"X-{n}: a" for n in range(100_000))) + END, id="very many fields"
        ),
        pytest.param(
            part("_charset_", b"z" * 100) + part("file", b"a") + END, id="a charset that is none"
        ),
        pytest.param(b"garbage", id="no form at all"),
        pytest.param(END, id="an empty form"),
        pytest.param(part("x", b"a") * 20_000 + END, id="very many parts"),
        pytest.param(
            b"--B\r\nContent-Type: multipart/mixed; boundary=C\r\n\r\n--C\r\n"
            b'Content-Disposition: form-data; name="file"\r\n\r\nabc\r\n--C--\r\n' + END,
            id="the file in a form within the form",
        ),
    ],
)
async def test_a_form_that_cannot_be_read_is_refused(portal: Caller, form: bytes) -> None:
    assert await send(portal, form, status=400) in ("no-file-part", "broken-upload")


async def test_a_form_of_forms_of_forms_is_refused(portal: Caller) -> None:
    assert await send(portal, DEEP, status=400, boundary="B0") == "broken-upload"


@pytest.mark.parametrize("boundary", ["", "b" * 100, "ы"])
async def test_a_boundary_that_can_be_none_is_refused(portal: Caller, boundary: str) -> None:
    await send(portal, part("file", b"a") + END, status=400, boundary=boundary)


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param((), id="no file name"),
        pytest.param(("Content-Transfer-Encoding: zzz", "Content-Encoding: zzz"), id="codings"),
        pytest.param(("Content-Length: 1",), id="a shorter length"),
        pytest.param(("Content-Length: -5",), id="a length that is none"),
    ],
)
async def test_only_the_bytes_of_the_file_count_and_not_what_is_said_of_them(
    portal: Caller, fields: tuple[str, ...]
) -> None:
    form = part("x", b"a") + part("file", scorm12(), *fields) + END
    await send(portal, form, status=202)


async def test_a_files_name_is_not_looked_at(portal: Caller) -> None:
    name = "../../../../etc/passwd\\..\\x; rm -rf /`id`$(id)"
    form = part("file", scorm12()).replace(b'"file"', f'"file"; filename="{name}"'.encode()) + END
    await send(portal, form, status=202)
