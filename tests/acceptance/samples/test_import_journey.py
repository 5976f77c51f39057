"""An author's way through the portal: a package with remarks, a refused one, a second thought.

Everything is real: the service, the portal, the browser, the packages.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from playwright.async_api import expect

from tests.acceptance.conftest import APP_ID, SECRET, Service
from tests.acceptance.samples.conftest import run_portal
from tests.acceptance.samples.learning import forward
from tests.acceptance.samples.test_main_job import play

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from playwright.async_api import FrameLocator

    from tests.acceptance.samples.conftest import OpenPage


@pytest.fixture
async def portal(service: Service) -> AsyncIterator[str]:
    async with run_portal(service.url, APP_ID, SECRET) as url:
        yield url


def changed(package: Path, target: Path, old: str, new: str) -> Path:
    """A package with something else in its manifest."""
    with ZipFile(package) as source, ZipFile(target, "w", ZIP_DEFLATED) as made:
        for name in source.namelist():
            data = source.read(name)
            if name == "imsmanifest.xml":
                assert old in data.decode()
                data = data.decode().replace(old, new).encode()
            made.writestr(name, data)
    return target


async def drop(importer: FrameLocator, package: Path) -> None:
    """Drop a package onto the page in the frame, as from a folder."""
    await importer.locator("#drop").wait_for()
    await importer.locator("#drop").evaluate(
        """async (place, [bytes, name]) => {
            const dataTransfer = new DataTransfer();
            const whole = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
            dataTransfer.items.add(new File([whole], name));
            place.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true }));
        }""",
        [base64.b64encode(package.read_bytes()).decode(), package.name],
    )


async def test_a_package_with_remarks_is_accepted_listed_and_played(
    portal: str, packages: dict[str, Path], open_page: OpenPage, tmp_path: Path
) -> None:
    package = changed(
        packages["quiz-scorm12"], tmp_path / "Викторина.zip", 'default="', 'default="no-'
    )
    page = await open_page(locale="ru-RU")
    await page.goto(portal)
    await page.locator("#add-course").click()
    importer = page.frame_locator("iframe.importer")
    await drop(importer, package)
    await expect(importer.locator("#heading")).to_have_text(
        "Пакет можно принять, но есть замечания"
    )
    finding = importer.locator('[data-rule="scorm.default-organization-wrong"]')
    await expect(finding).to_contain_text("исправлено за вас")
    await expect(page.locator(".card")).to_have_count(0)
    await importer.get_by_role("button", name="Принять").click()
    card = page.locator(".card")
    await expect(card).to_have_count(1)
    await importer.get_by_role("button", name="Закрыть").click()
    await expect(page.locator("iframe.importer")).to_have_count(0)
    course = await card.get_attribute("data-course") or ""
    sco = await play(page, portal, course)
    await forward(sco, 1)
    await expect(sco.locator("#place")).to_contain_text("2")


async def test_a_refused_package_shows_why_and_a_good_one_takes_its_place(
    portal: str, packages: dict[str, Path], open_page: OpenPage, service: Service
) -> None:
    page = await open_page(locale="ru-RU")
    await page.goto(portal)
    await page.locator("#add-course").click()
    importer = page.frame_locator("iframe.importer")
    await drop(importer, packages["broken"])
    await expect(importer.locator("#heading")).to_have_text("Пакет не принят")
    error = importer.locator('.error [data-rule="scorm.launch-file-missing"]')
    await expect(error).to_contain_text("lesson-1.html")
    await importer.get_by_role("button", name="Загрузить другой файл").click()
    await drop(importer, packages["quiz-scorm12"])
    await expect(importer.locator("#heading")).to_have_text("Пакет готов: замечаний нет")
    assert (await service.api("GET", "/courses"))["courses"] == []
    await importer.get_by_role("button", name="Принять").click()
    await expect(page.locator(".card")).to_have_count(1)


async def test_a_new_version_says_what_it_changes_and_those_who_learn_stay(
    portal: str,
    packages: dict[str, Path],
    open_page: OpenPage,
    service: Service,
    tmp_path: Path,
) -> None:
    await service.upload(packages["course-scorm2004"], "feedback")
    page = await open_page(locale="ru-RU")
    await play(page, portal, "feedback")
    await page.goto(portal)
    package = changed(
        packages["course-scorm2004"],
        tmp_path / "new.zip",
        "<title>Check yourself</title>",
        "<title>Check what you know</title>",
    )
    await page.get_by_role("button", name="Новая версия курса").click()
    importer = page.frame_locator("iframe.importer")
    await drop(importer, package)
    diff = importer.locator(".diff")
    await expect(diff.locator(".note")).to_contain_text("проходит 1 слушатель")
    await expect(diff.locator(".note")).to_contain_text("закладки останутся во всех разделах (3)")
    renamed = diff.locator('[data-change="renamed"]')
    await renamed.locator("summary").click()
    await expect(renamed).to_contain_text("Check yourself → Check what you know")
    await importer.get_by_role("button", name="Принять как новую версию").click()
    await expect(page.locator(".card .facts")).to_contain_text("версия 1")
    (registration,) = (await service.api("GET", "/registrations"))["registrations"]
    assert registration["course"]["version"] == 0
