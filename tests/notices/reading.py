"""All that a file says, as text: what is packed is unpacked, what is drawn is read."""

from __future__ import annotations

import io
import zipfile

from pypdf import PdfReader


def text_of(path: str, content: bytes) -> str:
    """Of a PDF also what is not printed; line breaks are taken out, for a long word is broken into lines."""
    if path.endswith(".pdf"):
        reader = PdfReader(io.BytesIO(content))
        pages = "".join(page.extract_text() for page in reader.pages)
        return (pages + str(reader.metadata) + content.decode("latin-1")).replace("\n", "")
    if path.endswith(".xlsx"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return "".join(book.read(name).decode("utf-8") for name in book.namelist())
    return content.decode("utf-8")


def fonts_of(content: bytes) -> dict[str, bool]:
    """The fonts of a PDF, and whether each is embedded."""
    found = {}
    for page in PdfReader(io.BytesIO(content)).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            described = font.get_object().get("/FontDescriptor")
            found[font.get_object()["/BaseFont"]] = bool(described) and "/FontFile2" in described.get_object()
    return found
