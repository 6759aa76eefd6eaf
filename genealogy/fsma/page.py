"""The page on the food traceability rule, its tables written from the key data elements."""

from __future__ import annotations

from collections.abc import Iterator

from genealogy.fsma.kdes import EVENTS, NAMED

_INTRODUCTION = """\
# Food traceability records (FSMA 204)

<!-- Written from the code by `python -m api.reference docs`; change it there. -->

The rule on additional traceability records for certain foods (21 CFR part 1, subpart S, 87 FR 70910) asks who
handles a food on the Food Traceability List to keep *key data elements* for each *critical tracking event*, and to
hand them to the authority within 24 hours, on request as an electronic sortable spreadsheet. All of it is in what
the [bundle](bundle.md) records already:

```
genealogy fsma workbook 'TOMATO/L-17@FARM-3' --out records.xlsx     # the whole trace of a lot, up and down
genealogy fsma workbook --from 2026-03-01 --to 2026-03-07           # all that happened in a period
genealogy fsma plan plan.yaml --out plan.pdf                        # the traceability plan of 1.1315
```
`GET /fsma/workbook` gives the same file. The workbook has a sheet for each critical tracking event with a row for
each line, each key data element in a column of its own, quantity and unit apart; sheets with places and products;
and a sheet *Missing*: every key data element that is not recorded, by record, with its paragraph. Nothing is filled
in by guess. A location description is three columns: name (our id where no name is recorded), phone, address.

- A **receipt** is *Receiving*, a **shipment** *Shipping*, a **run** *Transformation*: a row for each input and each
  output, which bear the same record number. Other events are named in a further column `cte` of `runs.csv`
  (`harvesting`, `cooling`, `initial_packing`) or `receipts.csv` (`first_land_based_receiving`); what has no column
  of its own in the bundle is read from further columns, named below as attributes, of the line, the run or
  shipment, the batch or the material.
- A **traceability lot code** is the lot (with the serial number, where one is recorded). Its **source** is the
  party after which the lot is named (`assigner`), else the place where the run that made it stood, or the attribute
  `tlc_source_reference`.
- Times are as they were written, else by the clock of `GENEALOGY_TIMEZONE`. A period takes receipts by
  `received_at`, shipments by `shipped_at`, runs by their end; records without any moment are in every period, and
  counted on the sheet *About*.
- Whether a food is on the list, and whether an exemption applies, is for you to say: the workbook has all that was
  asked for.
- A period reads all receipts, runs and shipments of the database to find its own; a trace costs what it finds.

The **plan** is written from a short YAML, with the names of the foods and the places as recorded:

```yaml
business: Example Foods
contact: Quality manager
phone: "+1 555 0100"
updated: 2026-03-01
records: Receipts, runs and shipments are recorded as they happen and kept for two years.
lot_codes: Each run that makes a food gets the code YYMMDD-LINE-NN from the numbering rule.
foods: [TOMATO, SALAD]
farm_map: Not a farm.
```

## Key data elements

`*` marks what is reported as missing where it is not recorded; the others apply to some foods only.
"""


def fsma_page() -> str:
    """The page."""
    return "\n".join([_INTRODUCTION, *_tables()]).rstrip() + "\n"


def _tables() -> Iterator[str]:
    named = {event: name for name, event in NAMED.items()}
    for event, kdes in EVENTS.items():
        yield f"### {event}"
        yield ""
        yield f"`cte`: `{named[event]}`"
        yield ""
        yield "| column | 21 CFR | our field |"
        yield "|---|---|---|"
        for kde in kdes:
            yield f"| {kde.title}{'*' * kde.required} | {kde.paragraph} | {kde.field} |"
        yield ""
