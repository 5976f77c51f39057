"""What cursus builds and converts, played by cursus in a real browser."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from playwright.async_api import expect

from packager.write_cli import build
from tests.pdf_builder import build_pdf

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser, FrameLocator, Page, ViewportSize

    from tests.acceptance.conftest import Service

SCORM = ["scorm12", "scorm2004-3rd", "scorm2004-4th"]
PHONE: ViewportSize = {"width": 360, "height": 740}


def built(source: Path, standard: str) -> Path:
    """Build a package as an author does."""
    target = source.with_name(f"{source.stem}-{standard}.zip")
    arguments = [str(source), "--standard", standard, "-o", str(target), "--lang", "en"]
    result = CliRunner().invoke(build, arguments)
    assert result.exit_code == 0, result.output
    return target


async def opened(browser: Browser, link: str, trouble: list[str]) -> Page:
    """Open a launch link at the width of a phone; complaints of the browser are trouble."""
    context = await browser.new_context(viewport=PHONE, locale="ru-RU")
    page = await context.new_page()
    page.on("console", lambda said: trouble.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    await page.goto(link)
    return page


def content(page: Page) -> FrameLocator:
    return page.frame_locator("#content")


async def left(page: Page) -> None:
    """Leave as a learner does who closes the tab, and wait until that has been said."""
    await page.close(run_before_unload=False)


async def registration(service: Service, name: str) -> Any:
    return await service.api("GET", f"/registrations/{name}")


async def reached(service: Service, name: str, completion: str) -> Any:
    """Wait until the server knows that a registration has come so far."""
    for _ in range(100):
        found = await registration(service, name)
        if found["registrationCompletion"] == completion:
            return found
        await service._pause()  # noqa: SLF001 - what polling a process waits by
    raise AssertionError(found)


@pytest.mark.parametrize("standard", SCORM)
async def test_a_pdf_is_complete_when_every_page_was_seen_and_resumes_where_it_was_left(
    service: Service, chromium: Browser, tmp_path: Path, standard: str
) -> None:
    source = tmp_path / "rules.pdf"
    source.write_bytes(build_pdf("The first page", "The second page", "The third page"))
    assert (await service.upload(built(source, standard), "c"))["status"] == "COMPLETE"
    trouble: list[str] = []
    page = await opened(chromium, await service.launch("c", "r"), trouble)
    inside = content(page)
    await expect(inside.locator("#reached")).to_have_text("1 of 3 pages read")
    await inside.get_by_role("button", name="Next page").click()
    await expect(inside.locator("#reached")).to_have_text("2 of 3 pages read")
    await expect(inside.locator("#done")).to_be_hidden()
    await left(page)

    page = await opened(chromium, await service.relaunch("r"), trouble)
    inside = content(page)
    await expect(inside.locator("#place")).to_have_text("2 / 3")
    await expect(inside.locator("#note")).to_contain_text("You left off on page 2")
    await expect(inside.locator("#reached")).to_have_text("2 of 3 pages read")
    await inside.get_by_label("Fire safety").press("ArrowRight")
    await expect(inside.locator("#done")).to_have_text("Done")
    await reached(service, "r", "COMPLETED")
    assert trouble == []


async def test_pages_that_were_only_passed_by_are_named_at_the_end(
    service: Service, chromium: Browser, tmp_path: Path
) -> None:
    source = tmp_path / "rules.pdf"
    source.write_bytes(build_pdf("One", "Two", "Three", "Four"))
    assert (await service.upload(built(source, "scorm12"), "c"))["status"] == "COMPLETE"
    trouble: list[str] = []
    page = await opened(chromium, await service.launch("c", "r"), trouble)
    inside = content(page)
    await expect(inside.locator("#reached")).to_have_text("1 of 4 pages read")
    await inside.locator("#pages").press("End")
    await expect(inside.locator("#note")).to_contain_text(
        "Not read yet, only passed by: page 2, 3."
    )
    await inside.get_by_role("button", name="Go there").click()
    await expect(inside.locator("#place")).to_have_text("2 / 4")
    await expect(inside.locator("#note")).to_be_hidden()
    assert trouble == []


RECORD = """async () => {
  const canvas = document.createElement("canvas");
  canvas.width = 160;
  canvas.height = 90;
  const pen = canvas.getContext("2d");
  const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: "video/webm" });
  const pieces = [];
  recorder.ondataavailable = (event) => pieces.push(event.data);
  recorder.start();
  const began = performance.now();
  await new Promise((done) => {
    const draw = () => {
      pen.fillStyle = `hsl(${performance.now() % 360} 80% 50%)`;
      pen.fillRect(0, 0, 160, 90);
      if (performance.now() - began < 2500) requestAnimationFrame(draw);
      else done();
    };
    draw();
  });
  await new Promise((done) => {
    recorder.onstop = done;
    recorder.stop();
  });
  const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}"""


@pytest.fixture
async def film(chromium: Browser, tmp_path: Path) -> Path:
    """A film of two and a half seconds, made by the browser."""
    page = await chromium.new_page()
    path = tmp_path / "Учебный фильм.webm"
    path.write_bytes(base64.b64decode(await page.evaluate(RECORD)))
    await page.close()
    return path


@pytest.mark.parametrize("standard", ["scorm12", "scorm2004-4th"])
async def test_a_film_is_complete_when_it_was_played_to_its_end(
    service: Service, chromium: Browser, film: Path, standard: str
) -> None:
    assert (await service.upload(built(film, standard), "c"))["status"] == "COMPLETE"
    trouble: list[str] = []
    page = await opened(chromium, await service.launch("c", "r"), trouble)
    inside = content(page)
    media = inside.locator("#media")
    await expect(inside.locator("#reached")).to_have_text("Просмотрено 0 %")
    await media.evaluate("film => film.play()")
    await media.evaluate(
        "film => new Promise(done => film.ontimeupdate = () => film.currentTime > 1 && done())"
    )
    await media.evaluate("film => film.pause()")
    await expect(inside.locator("#done")).to_be_hidden()
    await left(page)
    assert (await registration(service, "r"))["registrationCompletion"] != "COMPLETED"

    page = await opened(chromium, await service.relaunch("r"), trouble)
    inside = content(page)
    await expect(inside.locator("#reached")).not_to_have_text("Просмотрено 0 %")
    await inside.locator("#media").evaluate("film => film.play()")
    await expect(inside.locator("#done")).to_have_text("Пройдено")
    await reached(service, "r", "COMPLETED")
    assert trouble == []


async def test_a_web_page_is_complete_when_it_was_scrolled_to_its_end(
    service: Service, chromium: Browser, tmp_path: Path
) -> None:
    source = tmp_path / "memo.html"
    text = "<p>Слово за слово о безопасности.</p>" * 400
    source.write_text(f"<title>Памятка</title><body>{text}</body>", "utf-8")
    assert (await service.upload(built(source, "scorm12"), "c"))["status"] == "COMPLETE"
    trouble: list[str] = []
    page = await opened(chromium, await service.launch("c", "r"), trouble)
    inside = content(page)
    await expect(inside.locator("#reached")).not_to_have_text("Прочитано 0 %")
    await expect(inside.locator("#done")).to_be_hidden()
    shown = inside.frame_locator("#content")
    await shown.locator("body").evaluate("body => body.ownerDocument.defaultView.scrollTo(0, 1e6)")
    await expect(inside.locator("#done")).to_have_text("Пройдено")
    await reached(service, "r", "COMPLETED")
    assert trouble == []
