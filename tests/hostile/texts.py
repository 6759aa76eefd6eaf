# ruff: noqa: E501 - the table is easier to read with one case a line
"""Texts with columns that no program would write: bytes of all sorts, numbers and times beyond all, quotes without end."""

from __future__ import annotations

import codecs

from tests.hostile.case import Hostile, text

HEAD = b"material,lot,quantity,produced_at\n"
NOT_A_NUMBER = "is not a number; write digits with a decimal point"
NOT_A_TIME = "is not a time; write"
UNSEEN = "holds nothing that can be seen"


def _quantity(value: str, said: str, good: int = 2) -> Hostile:
    """A number that is none, beside a good row; or a good one that looks odd."""
    body = HEAD + f'A,1,"{value}",\nB,2,3,\n'.encode()
    return Hostile(f"the quantity {value[:20]}", text(body), 4 if said else 0, said, good if said else good + 1)


def _time(value: str, said: str, good: int = 2) -> Hostile:
    body = HEAD + f'A,1,,"{value}"\nB,2,3,2026-03-04\n'.encode()
    return Hostile(f"the time {value[:32]}", text(body), 4 if said else 0, said, good if said else good + 1)


def _lot(name: str, lot: str, said: str = "") -> Hostile:
    body = b"material,lot\n" + f'A,"{lot}"\nB,2\n'.encode("utf-8", "surrogatepass")
    return Hostile(name, text(body), 4 if said else 0, said, 2 if said else 3)


def _file(name: str, body: bytes, said: str) -> Hostile:
    """A file that is refused as a whole, while the other one is loaded."""
    return Hostile(name, text(body), 4, said, 1)


PLAIN = "material,lot\n铜,1\n铁,2\n"
CASES = (
    _file("NUL bytes and nothing else", bytes(4096), "is not text"),
    Hostile("NUL bytes in a lot", text(b"material,lot\nA,1\x002\nB,2\n"), 4, "control character", 2),
    _file("a NUL in the header", b"material,lot,a\x00\nA,1,2\n", "control character"),
    _file("UTF-16 without its mark", PLAIN.encode("utf-16-le"), "UTF-16 without its mark"),
    _file("half of UTF-16", PLAIN.encode("utf-16")[:-1], "begins as UTF-16 but is broken"),
    Hostile("UTF-16, the other way round", text(codecs.BOM_UTF16_BE + PLAIN.encode("utf-16-be")), 0, "", 3),
    _file("UTF-32", PLAIN.encode("utf-32"), "UTF-32"),
    _file("UTF-32, the other way round", codecs.BOM_UTF32_BE + PLAIN.encode("utf-32-be"), "UTF-32"),
    _file("UTF-7", codecs.BOM_UTF8 + b"+AG0-aterial,lot\nA,1\n", "lacks the required column"),
    Hostile("a mark in each line", text(PLAIN.encode("utf-8-sig").replace(b"\n", b"\n\xef\xbb\xbf")), 0, "", 3),
    _file("two encodings", "material,lot\n铜,1\n".encode() + "铁,2\n".encode("gbk"), "mixes encodings"),
    _file("lone surrogates", b"material,lot\nA,\xed\xa0\x80\nB,2\n", "is neither UTF-8"),
    Hostile("more than UTF-8 allows, which is a letter in GB18030", text(b"material,lot\nA,\xc0\xaf\nB,2\n"), 0, '"encoding": "gb18030"', 3),
    Hostile("two files joined, each with its mark", text(PLAIN.encode("utf-8-sig") * 2), 4, "this is the header again", 5),
    _file("a quote that never ends, over one line", b'material,lot\nA,"' + b"x" * (4 << 20), "has a line of more than"),
    Hostile("a quote that never ends, over many lines", text(b'material,lot\nA,"1\n' + b"B,2\n" * 20_000), 4, "is not closed", 20_001),
    Hostile("a quote that opens in every line", text(b"material,lot\n" + b'A,"1\n' * 3_000 + b"B,2\n"), 4, "is not closed", 2),
    _file("a hundred thousand columns", b"material,lot" + b",x" * 100_000 + b"\n", "has 100,002 columns; more than 1,000 are not taken"),
    _file("a name of a column without end", b"material,lot," + b"x" * 100_000 + b"\n", "has a name of more than 200 characters over column 3"),
    Hostile("a status that clears the screen", text(b"material,lot,status\nA,1,\x1b[2J\nB,2,x\n"), 4, "holds an escape character", 2),
    Hostile("a column nobody knows that clears the screen", text(b"material,lot,note\nA,1,\x1b[2J\nB,2,x\n"), 4, "holds an escape character", 2),
    Hostile("a hundred thousand columns of one row", text(b"material,lot\nA,1" + b",x" * 100_000 + b"\nB,2\n"), 4, "the row has 100002 fields", 2),
    _file("a million delimiters", b"material,lot\n" + b"," * 1_100_000, "has a line of more than"),
    Hostile("a hundred thousand blank lines", text(b"material,lot\n" + b"\n" * 100_000 + b"A,1\n"), 0, "", 2),
    _file("a line of many megabytes", b"A" * (8 << 20), "has a line of more than"),
    _file("a header that says a name twice", b"material,lot,lot\nA,1,2\n", "has column 'lot' twice"),
    _file("an empty header", b",,\nA,1,2\n", "lacks the required columns"),
    _file("a header in look-alike letters", "mаterial,lot\nA,1\n".encode(), "lacks the required column"),
    _file("a header that turns round", "material,lot,\u202estatus\nA,1,x\n".encode(), "control character"),
    Hostile("a field of 131,073 characters", text(b"material,lot,status\nA,1," + b"x" * 131_073 + b"\nB,2,\n"), 4, "a field is longer", 2),
    Hostile("a lot of a space that does not break", text("material,lot\nA,\u00a0\nB,2\n".encode()), 4, "is empty, but required", 2),
    Hostile("ten thousand letters in a lot", text(b"material,lot\nA," + b"1" * 10_000 + b"\nB,2\n"), 4, "is longer than 1000 characters", 2),
)  # fmt: skip
VALUES = (
    _lot("a lot that turns round", "1\u202e2"),
    _lot("a lot of zero width", "\u200b1\u200d\ufeff"),
    _lot("a lot of a mark and a space", "\ufeff\u3000", UNSEEN),
    _lot("a lot of no width", "\u200b", UNSEEN),
    _lot("a lot that only turns round", "\u202e\u200f", UNSEEN),
    _lot("a lot of fillers", "\u3164\u2800", UNSEEN),
    _lot("a lot of many accents", "Z" + "\u0301" * 400, "is too long for a key"),
    _lot("a lot that clears the screen", "\x1b[2J", "control character"),
    _lot("a formula for a lot", "=cmd|' /C calc'!A0"),
    _lot("a question to the database for a lot", "1'}) DETACH DELETE n //"),
    _lot("a tag for a lot", "<script>alert(1)</script>"),
    _quantity("1e999", "quantity"),
    _quantity("NaN", NOT_A_NUMBER),
    _quantity("Infinity", NOT_A_NUMBER),
    _quantity("-0", ""),
    _quantity("1E-400", NOT_A_NUMBER),
    _quantity("1" + "0" * 60, "has more than 15 digits"),
    _quantity("0." + "3" * 60, "has more than 15 digits"),
    _quantity("9" * 1001, "is longer than 1000 characters"),
    _quantity("١٢٣", NOT_A_NUMBER),
    _quantity("１２３", NOT_A_NUMBER),
    _quantity("1,000", NOT_A_NUMBER),
    _quantity("1 000", NOT_A_NUMBER),
    _quantity("0x10", NOT_A_NUMBER),
    _quantity("1_000", NOT_A_NUMBER),
    _quantity("--5", NOT_A_NUMBER),
    _quantity("一百", NOT_A_NUMBER),
    _time("0000-01-01", NOT_A_TIME),
    _time("9999-12-31T23:59:60Z", NOT_A_TIME),
    _time("9999-12-31T23:59:59+99:99", NOT_A_TIME),
    _time("9999-12-31T23:59:59-23:59", ""),
    _time("0001-01-01T00:00:00+23:59", ""),
    _time("2026-02-29", NOT_A_TIME),
    _time("2026-03-05/2026-03-04", "the interval ends before it starts"),
    _time("2026-03-05T10:00/2026-03-05T09:00", "the interval ends before it starts"),
    _time("-2026-03-04", NOT_A_TIME),
    _time("２０２６-03-04", NOT_A_TIME),
    _time("2026-03-04/2026-03-05/2026-03-06", NOT_A_TIME),
    _time("1772582400", NOT_A_TIME),
)  # fmt: skip
