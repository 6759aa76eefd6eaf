"""Packs as files: a folder each, so that what is sent to one party holds nothing of another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import orjson

from genealogy.errors import UsageError
from genealogy.keys import encode_part
from genealogy.notices.packs import Pack
from genealogy.notices.papers import paper_of
from genealogy.paper import book_bytes, csv_bytes, pdf_bytes

FORMATS: dict[str, Callable[[Pack, str], bytes]] = {
    "xlsx": lambda pack, lang: book_bytes(paper_of(pack, lang)),
    "csv": lambda pack, lang: csv_bytes(paper_of(pack, lang).tables[0]),
    "json": lambda pack, lang: orjson.dumps(pack.document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE),
    "pdf": lambda pack, lang: pdf_bytes(paper_of(pack, lang)),
}
LONGEST = 120  # bytes of a folder's name


def formats_of(text: str) -> list[str]:
    """Formats from a list with commas; raises UsageError."""
    wanted = list(dict.fromkeys(part.strip() for part in text.split(",")))
    if unknown := [name for name in wanted if name not in FORMATS]:
        raise UsageError(f"{unknown[0]!r} is not a format of notices; use {','.join(FORMATS)}")
    return wanted


def files_of(packs: Sequence[Pack], formats: Sequence[str], lang: str) -> Iterator[tuple[str, bytes]]:
    """Path and content of each file: `customers/001-ID/notice.pdf`."""
    for number, pack in enumerate(packs, 1):
        for name in formats:
            yield f"{pack.kind}s/{number:03}-{_folder(pack.id)}/notice.{name}", FORMATS[name](pack, lang)


def write_packs(folder: Path, packs: Sequence[Pack], formats: Sequence[str], lang: str) -> list[str]:
    """Write them; gives back the paths inside the folder, which must be empty or not there: raises UsageError, for a
    pack of an earlier recall that stayed would be sent along."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; name a folder that is new or empty")
    if folder.exists() and any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty; name a new folder, so that nothing of another recall is sent along")
    written = []
    for path, content in files_of(packs, formats, lang):
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        written.append(path)
    return written


def _folder(id_: str) -> str:
    """A name that any file system takes; what is too long ends in a digest."""
    name = encode_part(id_).replace(":", "%3A").rstrip(". ")
    if len(name.encode()) <= LONGEST:
        return name
    return name.encode()[:80].decode(errors="ignore") + "~" + sha256(id_.encode()).hexdigest()[:12]
