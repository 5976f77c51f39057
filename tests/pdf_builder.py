"""Small PDFs for tests, as ISO 32000 writes them: a line on each page, a link on the first."""

from __future__ import annotations

LINK = "https://example.org/more"


def build_pdf(*lines: str, title: str = "Fire safety", size: tuple[int, int] = (595, 842)) -> bytes:
    """Return a PDF with a page for each line of Latin text."""
    wide, high = size
    count = len(lines)
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, line in enumerate(lines):
        text = f"BT /F1 24 Tf 72 {high - 100} Td ({line}) Tj ET"
        link = (
            f" /Annots [<< /Type /Annot /Subtype /Link /Rect [72 100 200 120]"
            f" /A << /S /URI /URI ({LINK}) >> >>]"
            if number == 0
            else ""
        )
        page = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {wide} {high}]"
            f" /Contents {5 + 2 * number} 0 R /Resources << /Font << /F1 3 0 R >> >>{link} >>"
        )
        objects += [page, f"<< /Length {len(text)} >>\nstream\n{text}\nendstream"]
    objects.append(f"<< /Title ({title}) >>")
    body = "%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size_of = len(objects) + 1
    trailer = f"trailer\n<< /Size {size_of} /Root 1 0 R /Info {len(objects)} 0 R >>\n"
    end = f"xref\n0 {size_of}\n0000000000 65535 f \n{table}{trailer}startxref\n{len(body)}\n%%EOF\n"
    return (body + end).encode("latin-1")
