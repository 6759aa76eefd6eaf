"""A paper as PDF, with the letters it needs embedded, so that Chinese prints on any machine."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import KeepTogether, Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as Grid

from genealogy.paper.model import Paper, Table

# WenQuanYi Micro Hei, Apache License 2.0: Latin, Greek, Cyrillic and all unified Chinese characters of the basic plane.
FONT = "WenQuanYiMicroHei"
MARGIN = 18 * mm
WIDTH = A4[0] - 2 * MARGIN
GREY = colors.Color(0.6, 0.6, 0.6)
HEAD = colors.Color(0.9, 0.9, 0.9)


@lru_cache(maxsize=1)
def _letters() -> frozenset[int]:
    """The font made known to reportlab, and the characters it has."""
    font = TTFont(FONT, str(files("paperang_p2_fonts_cjk") / "fonts" / "wqy-microhei.ttc"), subfontIndex=0)
    pdfmetrics.registerFont(font)
    return frozenset(font.face.charToGlyph)


def _style(size: float, space: float = 2, **more: Any) -> ParagraphStyle:
    # The CJK way of breaking lines also breaks long lot numbers, and never runs out of the cell.
    look = {"fontName": FONT, "fontSize": size, "leading": size * 1.35, "wordWrap": "CJK", "spaceAfter": space}
    return ParagraphStyle(f"s{size}", **(look | more))


TITLE, TEXT, SMALL = _style(15, 8), _style(9.5, 4), _style(8, 0)


def pdf_bytes(paper: Paper) -> bytes:
    """A4 pages with numbers; the same paper has the same bytes."""
    _letters()
    stream = io.BytesIO()
    made = SimpleDocTemplate(
        stream,
        pagesize=A4,
        title=paper.title,
        author="",
        invariant=1,
        initialFontName=FONT,
        **dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), MARGIN),
    )
    made.build(list(_flow(paper)), onFirstPage=_number, onLaterPages=_number)
    return stream.getvalue()


def _flow(paper: Paper) -> Iterator[Any]:
    yield _said(paper.title, TITLE)
    if paper.facts:
        yield _grid([[_said(label, SMALL), _said(value, SMALL)] for label, value in paper.facts], (1, 2), head=False)
        yield Spacer(1, 4 * mm)
    for text in paper.texts:
        yield _said(text, TEXT)
    for table in paper.tables:
        yield Spacer(1, 3 * mm)
        yield _said(table.title, _style(11, 3))
        yield _table(table)
    if paper.blanks:
        yield Spacer(1, 6 * mm)
        rows = [[_said(label, SMALL), ""] for label in paper.blanks]
        yield KeepTogether([_said(paper.form, _style(11, 3)), _grid(rows, (1, 2), head=False)])


def _table(table: Table) -> Any:
    rows = [[_said(cell, SMALL) for cell in row] for row in (table.heads, *table.rows)]
    return _grid(rows, table.wide or (1,) * len(table.heads), head=True)


def _grid(rows: list[list[Any]], wide: tuple[int, ...], *, head: bool) -> Any:
    widths = [WIDTH * share / sum(wide) for share in wide]
    look = [
        ("FONTNAME", (0, 0), (-1, -1), FONT),
        ("GRID", (0, 0), (-1, -1), 0.4, GREY),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    look += [("BACKGROUND", (0, 0), (-1, 0) if head else (0, -1), HEAD)]
    return Grid(rows, colWidths=widths, repeatRows=int(head), style=look, hAlign="LEFT", splitInRow=1)


def _said(text: str | None, style: ParagraphStyle) -> Any:
    return Paragraph(escape(printable(text or "–")), style)


def printable(text: str) -> str:
    """A character that the font lacks is written as its number: a square would lose it."""
    letters = _letters()
    return "".join(char if ord(char) in letters or char == " " else f"[U+{ord(char):04X}]" for char in text)


def _number(canvas: Any, made: Any) -> None:
    canvas.setFont(FONT, 8)
    canvas.drawRightString(A4[0] - MARGIN, 10 * mm, str(made.page))
