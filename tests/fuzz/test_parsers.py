"""Whatever comes, a parser takes it or says what is wrong in the product's own words; no other error, and nothing lost.

Seeded and short every day; in a campaign each parser is given 200,000 inputs.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from api.events import BadEventsError, parse
from genealogy.errors import GenealogyError, UsageError
from genealogy.events import BY_KIND
from genealogy.events.fields import DIGITS, decimal_text
from genealogy.guard import guarded, unguarded
from genealogy.keys import BatchKey
from genealogy.times import Clock, parse_day_start, parse_time
from loaders.load import load
from tests.support.campaign import size
from tests.support.workbooks import write_workbook

CLOCK = Clock(ZoneInfo("Asia/Shanghai"))
UTC = ZoneInfo("UTC")
EXAMPLES = size(100, 200_000)
MANY = settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
FILES = settings(MANY, max_examples=size(40, 200_000))
NEAR = st.text(alphabet="0123456789eE+-.:/TZ #@%,;\"'\n\t\x00批１", max_size=40)
WORDS = st.one_of(NEAR, st.text(max_size=40))
VALUES = st.one_of(WORDS, st.integers(), st.floats(), st.booleans(), st.none(), st.lists(st.none(), max_size=1))
COLUMNS = sorted({field.alias or name for kind in BY_KIND.values() for name, field in kind.model_fields.items()})


@seed(1)
@MANY
@given(WORDS)
def test_keys(text: str) -> None:
    try:
        key = BatchKey.parse(text)
    except UsageError:
        return
    assert BatchKey.parse(str(key)) == key


@seed(1)
@MANY
@given(WORDS, WORDS, WORDS, WORDS)
def test_keys_of_any_parts(material: str, lot: str, assigner: str, serial: str) -> None:
    try:
        key = BatchKey.of(material, lot, assigner, serial)
    except UsageError:
        return
    assert BatchKey.parse(str(key)) == key


@seed(1)
@MANY
@given(WORDS)
def test_quantities(text: str) -> None:
    try:
        said = decimal_text(text)
    except ValueError as error:
        assert str(error).startswith(repr(text))
        return
    assert decimal_text(said) == said
    assert abs(float(said)) < 10**DIGITS


@seed(1)
@MANY
@given(WORDS)
def test_times(text: str) -> None:
    try:
        span = parse_time(text, CLOCK)
    except ValueError:
        return
    assert span.start < span.end


@seed(1)
@MANY
@given(WORDS)
def test_hours(text: str) -> None:
    try:
        parse_day_start(text)
    except ValueError:
        return


@seed(1)
@MANY
@given(st.text())
def test_cells_that_go_out(text: str) -> None:
    assert unguarded(guarded(text)) == text


@seed(1)
@MANY
@given(
    st.lists(
        st.dictionaries(st.sampled_from(["event", *COLUMNS]), VALUES, max_size=6).flatmap(
            lambda item: st.sampled_from([*BY_KIND]).map(lambda kind: {**item, "event": kind})
        ),
        max_size=3,
    )
)
def test_events_from_json(body: list[Any]) -> None:
    try:
        events = parse(body)
    except BadEventsError as error:
        assert error.members["errors"]
    except UsageError:
        assert not body
    else:
        assert len(events) == len(body)
        assert all(event.canonical(str) and event.identity_values() for event in events)


LINES = st.lists(
    st.one_of(st.binary(max_size=30), WORDS.map(lambda text: text.encode("utf-8", "surrogatepass"))), max_size=8
)


@seed(1)
@FILES
@given(st.sampled_from([b"", b"material,lot,quantity\n", b"\xef\xbb\xbfmaterial;lot\n", b"\xff\xfe"]), LINES)
def test_texts(head: bytes, lines: list[bytes]) -> None:
    _taken("batches.csv", head + b"\n".join(lines))


@seed(1)
@FILES
@given(st.data())
def test_workbooks(data: st.DataObject) -> None:
    """A workbook with some bytes of one part written over."""
    with tempfile.TemporaryDirectory() as folder:
        rows = cast("list[list[Any]]", [["material", "lot", "quantity"], ["铜", "1", 5], ["铁", "2", 0.5]])
        with zipfile.ZipFile(write_workbook(Path(folder) / "book.xlsx", {"batches": rows})) as book:
            parts = {name: book.read(name) for name in book.namelist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    at = data.draw(st.integers(0, len(parts[name]) - 1))
    put = data.draw(
        st.one_of(
            st.binary(max_size=12),
            st.sampled_from([b"<v>", b"</v>", b't="s"', b"99999999999", b"&x;", b"<!DOCTYPE a>"]),
        )
    )
    parts[name] = parts[name][:at] + put + parts[name][at + data.draw(st.integers(0, 12)) :]
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as made:
        for part, content in parts.items():
            made.writestr(part, content)
    _taken("book.xlsx", body.getvalue())


@seed(1)
@FILES
@given(st.data())
def test_archives(data: st.DataObject) -> None:
    """A zip with some bytes written over."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("批/batches.csv", "material,lot\nA,1\n" * 9)
        archive.writestr("materials.csv", "material\nA\n")
    body = made.getvalue()
    at = data.draw(st.integers(4, len(body) - 1))
    _taken("in.zip", body[:at] + data.draw(st.binary(max_size=8)) + body[at + data.draw(st.integers(0, 8)) :])


def _taken(name: str, body: bytes) -> None:
    """Each row is taken or explained."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(body)
        try:
            report = load(None, Path(folder) / name, UTC)
        except GenealogyError as error:
            assert len(str(error)) > 10
            return
    assert report.totals["rejected"] == len({(error.file, error.line) for error in report.errors})
    assert all(file.refused or file.rows >= file.rejected for file in report.files)
