"""The pages of a PDF as pictures with their text, for a page that browsers show anywhere.

PDFium renders at build time: nothing but pictures and text goes into the package. Positions are
shares of the page's width and height, from its upper left corner, turned as the page is shown.
"""

from __future__ import annotations

import ctypes
import io
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pypdfium2
import pypdfium2.raw as pdfium

from cursus.texts import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WIDTH: Final = 1600  # pixels of a page's longer side, at least; sharp on a screen of twice the dots
_QUALITY: Final = 80
_LARGEST_SIDE: Final = 8000  # pixels: a poster is not to take all memory
_PASSWORD: Final = 4  # FPDF_ERR_PASSWORD
_LONGEST_LINK: Final = 2048
_LINKS: Final = 1000  # of one page

NOT_READABLE: Final = Text("{name} is no PDF that can be read.", "{name} не читается как PDF.")
LOCKED: Final = Text(
    "{name} is protected with a password: save it without one.",
    "{name} защищён паролем: сохраните его без пароля.",
)


class Unreadable(Exception):
    """A PDF cannot be shown; the argument says why."""

    def __init__(self, text: Text) -> None:
        """Take what is to be said about it."""
        super().__init__(text.en)
        self.text = text


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PdfPage:
    """One page as it is shown."""

    picture: bytes  # WebP
    width: int  # pixels
    height: int
    lines: tuple[tuple[Box, str], ...]  # text in reading order
    links: tuple[tuple[Box, str], ...]  # to addresses in the web


class Pdf:
    """An open PDF."""

    def __init__(self, document: pypdfium2.PdfDocument) -> None:
        self._document = document

    def __len__(self) -> int:
        return len(self._document)

    @property
    def title(self) -> str:
        """The document's own title, empty where it has none."""
        said: str = self._document.get_metadata_value("Title")
        return " ".join(said.split())

    def pages(self) -> Iterator[PdfPage]:
        """Render one page after another."""
        for number in range(len(self)):
            page = self._document[number]
            try:
                yield _page(page)
            finally:
                page.close()


@contextmanager
def open_pdf(path: Path) -> Iterator[Pdf]:
    """Open a PDF; raises `Unreadable`."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == _PASSWORD
        raise Unreadable((LOCKED if locked else NOT_READABLE).format(name=path.name)) from error
    try:
        if len(document) == 0:
            raise Unreadable(NOT_READABLE.format(name=path.name))
        yield Pdf(document)
    finally:
        document.close()


def _page(page: pypdfium2.PdfPage) -> PdfPage:
    wide, high = page.get_size()
    scale = min(WIDTH / min(wide, high), _LARGEST_SIDE / max(wide, high))
    bitmap = page.render(scale=scale)
    image = bitmap.to_pil().convert("RGB")
    with io.BytesIO() as file:
        image.save(file, "WEBP", quality=_QUALITY, method=4)
        picture = file.getvalue()
    across, down = image.size
    bitmap.close()
    places = _Places(page)
    lines, links = tuple(_lines(page, places)), tuple(_links(page, places))
    return PdfPage(picture, across, down, lines, links)


class _Places:
    """Positions of the page's own coordinates as it is shown, turned and cut as it says."""

    _FINE = 100_000  # steps along a side

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self._page = page

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return the rectangle on the page between two corners."""
        (x1, y1), (x2, y2) = self._point(left, bottom), self._point(right, top)
        return Box(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1))

    def _point(self, x: float, y: float) -> tuple[float, float]:
        across, down = ctypes.c_int(), ctypes.c_int()
        fine = self._FINE
        pdfium.FPDF_PageToDevice(self._page, 0, 0, fine, fine, 0, x, y, across, down)
        return across.value / fine, down.value / fine


def _lines(page: pypdfium2.PdfPage, places: _Places) -> Iterator[tuple[Box, str]]:
    text = page.get_textpage()
    try:
        for number in range(text.count_rects()):
            corners = text.get_rect(number)
            said = " ".join(text.get_text_bounded(*corners).split())
            box = places.box(*corners)
            if said and box.width > 0 and box.height > 0:
                yield box, said
    finally:
        text.close()


def _links(page: pypdfium2.PdfPage, places: _Places) -> Iterator[tuple[Box, str]]:
    place, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    for _ in range(_LINKS):
        if not pdfium.FPDFLink_Enumerate(page, place, link):
            return
        action = pdfium.FPDFLink_GetAction(link)
        corners = pdfium.FS_RECTF()
        if not action or not pdfium.FPDFLink_GetAnnotRect(link, corners):
            continue
        buffer = ctypes.create_string_buffer(_LONGEST_LINK)
        size = pdfium.FPDFAction_GetURIPath(page.pdf, action, buffer, _LONGEST_LINK)
        address = buffer.value.decode("utf-8", "replace") if 0 < size <= _LONGEST_LINK else ""
        if address.startswith(("https://", "http://", "mailto:")):
            box = places.box(corners.left, corners.bottom, corners.right, corners.top)
            yield box, address
