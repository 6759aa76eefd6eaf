"""The page on connectors, written from their tables."""

from __future__ import annotations

from collections.abc import Iterator

from loaders.erp.kinds import ABOUT
from loaders.erp.model import About, Shape
from loaders.erp.source import Source
from loaders.erp.writing import WRITTEN

INTRODUCTION = """\
`genealogy pull NAME` asks a business system for the documents that changed and records them through the ordinary verbs
(decision [0046](decisions/0046-pulling.md)): the same document twice has no effect (rule 5), a changed one replaces
what was recorded (rule 6), a cancelled one makes it void. Where there is only a database that may be read, see
[sql.md](sql.md).

**No connector on this page has run against a live system yet.** They were written from the published schemas, which
stand beside each, and are tested against a peer on the same machine that answers as these say. Begin with
`--dry-run`, then pull a short time (`--since`) and look at a batch you know.

## A source

`NAME.yaml` in the folder `sources` of the home (or `--sources FOLDER`):

```yaml
kind: odoo
url: https://erp.example.com
database: plant
user: reader@example.com
secret_file: main.key        # mode 0600, beside this file; or secret_env: ERP_SECRET
overlap_minutes: 1440
```

"""
AFTER = """
The secret never stands in the file. The user of the source needs to read, nothing else; to write too where it is told
of holds (below), and a second file may name another user for that.

## What a pull does

- Types of documents come one after the other, each by a list of ids in an order that does not change while it is read.
  As many as the source counts must come, each once; else the pull ends with an error, and the cursor of the type stays.
- Each page of documents is one transaction, with what is remembered of them. The cursor moves when the type is
  complete: to the last change there was before it was listed. The next pull asks from `overlap_minutes` before it.
- Time-outs, breaks, 408, 425, 429 (as long as `Retry-After` says, up to five minutes), 5xx and answers that are no JSON
  are tried again, waiting twice as long each time, `tries` times.
- A document counts once it is done (Odoo), submitted (ERPNext), posted (SAP), completed (Oracle), audited (Kingdee,
  Yonyou). `open` in the report counts those that are not.
- **Changed**: other lines than before, and a later time of change: recorded as `NUMBER~2` (then `~3`), with a
  correction that replaces what was there. Only more lines: they are added. Other content without a later time is a
  conflict: it is reported, and the first stays.
- **Cancelled**: its records become void; replaced, where the source names its amendment.
- Master data has no corrections: another name of a known material or party is reported as a conflict, and the first
  stays.
- **Rejected** lines are reported with document, field, value, and what to do; the rest of the document is recorded. The
  document is asked for again with every pull until it is whole.
- What is not tracked by lot in the source has no batch and is counted (`without_lot`); consumption without a lot is
  kept (rule 4).
- What the source's user may not read is hidden by its rules of access without a word: neither lists nor counts show it.
- A database that was imported from an exported ledger has no cursors: its first pull is a full one, and documents that
  had been changed before are reported as conflicts.

"""
TELLING = """\
## Telling it which lots are held

```yaml
writing:
  field: locked              # the field of a lot that says so
  held: true                 # its value where the lot is held,
  free: false                # and where it is not
  cases: project.task/42     # Odoo, ERPNext: the document in whose log steps of recall cases are noted
```

`true`, `false` and whole numbers are sent as such, all else as text.

`genealogy webhook add source:NAME --what status,case` has the source told from now on by the service, through the
outbox (decision [0049](decisions/0049-write-back.md)): in order for each batch, again until it has arrived. `genealogy
webhook test ID` looks whether it answers, and writes nothing. What is done there differs, for the systems differ:

| kind | what is written | what that blocks |
|---|---|---|
"""
HOW_IT_IS_TOLD = """\

- It is told how the batch stands *when the message is delivered*: held where it, or any part of it, has a status that
  keeps goods back (such as hold, quarantine, rejected, 冻结, 不合格, and the words of `GENEALOGY_KEPT_BACK`). A lot has
  one state there: what is freed in part stays held until its place, or the whole batch, is freed.
- It is looked at first: what is so already is not written again, and a note bears the message's id and is made once.
- A lot that is not known there is a dead message with that reason (`genealogy webhook dead`), and stops nothing: make
  the lot, then `genealogy webhook replay ID`. So are pieces with serial numbers, and lots of other assigners.
- What is refused otherwise (rights, a field that is not there) is tried again and holds up its batch only; who does not
  answer holds up all of its messages.
- What is written does not come back: a pull reads neither these fields nor notes.
- A lot that several organisations of the source hold under one number is told in each. Who did it is not said.

"""


def erp_page() -> str:
    """How to pull, and of each kind of system which of its fields are which of ours, and what cannot be seen."""
    note = "<!-- Written from the code by `python -m api.reference docs`; change it there. -->"
    lines = ["# Pulling from business systems", "", note, "", INTRODUCTION + "| key | default |", "|---|---|"]
    for name, field in Source.model_fields.items():
        lines.append(f"| `{name}` | {'required' if field.is_required() else f'`{field.default!r}`'} |")
    lines.append(AFTER + TELLING.rstrip())
    lines += [f"| `{kind}` | {written} | {blocks} |" for kind, (written, blocks) in WRITTEN.items()]
    lines.append(HOW_IT_IS_TOLD)
    for kind, about in ABOUT.items():
        lines += _kind(kind, about)
    return "\n".join(lines).rstrip() + "\n"


def _kind(kind: str, about: About) -> Iterator[str]:
    yield from (f"## {about.title}", "", f"`kind: {kind}`. {about.versions} {about.access}", "")
    for type_, shape in about.shapes:
        yield from _shape(type_, shape)
    yield from ("### Where its schema is published", "", "| table | source |", "|---|---|")
    yield from (f"| {table} | {source} |" for table, source in about.sources)
    yield from ("", "### What it cannot see", "")
    yield from (f"- {text}" for text in about.unseen)
    yield ""


def _shape(type_: str, shape: Shape) -> Iterator[str]:
    yield from (f"### {type_}: {shape.kind}", "", f"Of what: {shape.when}.", "", "| ours | theirs |", "|---|---|")
    yield from (f"| `{ours}` | `{theirs}` |" for ours, theirs in shape.columns.items())
    yield from (f"| `{ours}` | always {value} |" for ours, value in shape.constants.items())
    yield ""
