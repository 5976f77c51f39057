"""The integrator's script, with an xAPI client that this project did not write."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from yarl import URL

from tests.acceptance.conftest import APP_ID, SECRET

if TYPE_CHECKING:
    from tests.acceptance.conftest import Service

SCRIPT = Path(__file__).parents[3] / "samples/integrator/learning_record.py"


async def run(service: Service, *arguments: str, secret: str = SECRET) -> tuple[int, str]:
    """Run the script; return its exit code and what it printed."""
    key = ["--api", service.url, "--app-id", APP_ID, "--secret", secret]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(SCRIPT),
        *key,
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    printed, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, printed.decode()


async def test_what_an_integrator_sends_is_read_back_beside_what_the_course_said(
    service: Service, packages: dict[str, Path]
) -> None:
    await service.upload(packages["quiz-scorm12"], "security")
    link = URL(await service.launch("security", "one"))
    here = URL(service.url).join(link.relative())  # Python does not resolve *.localhost
    async with service.session.post(here, headers={"Host": link.authority}) as opened:
        assert opened.ok
    learner = "learner of one"
    meeting = "https://school.example/meetings/7"
    code, identifier = await run(service, "send", learner, "attended", meeting, "Meeting")
    assert (code, len(identifier.strip())) == (0, 36)
    code, printed = await run(service, "read", learner)
    assert code == 0
    newest, *_, oldest = printed.splitlines()
    assert newest.endswith("attended     Meeting")
    assert oldest.endswith("launched     Information security at school")


async def test_a_wrong_secret_is_said_in_words(service: Service) -> None:
    code, printed = await run(service, "read", "anybody", secret="wrong")
    assert code == 1
    assert "Authorization is required" in printed
    assert "Traceback" not in printed
