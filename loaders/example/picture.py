"""docs/genealogy.svg: a part of the example plant's genealogy, drawn from a trace of it.

`python -m loaders.example.picture docs/genealogy.svg` asks the server of this home, which must hold the example plant.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from genealogy.answers.scope import scope_of
from genealogy.scope.edges import CONTENT, Edges, is_batch
from genealogy.store import Store
from loaders.example import BAD_LOT

# Column and row of each thing shown; what is not shown becomes a number on an arrow.
PLACES = {
    BAD_LOT: (0, 1),
    "COAT-2K/批20260210-01@SUP-TUFANG": (0, 0),
    "/cCOATER-1 0 certain 3": (1, 0),
    "/cCOATER-1 0 certain 4": (1, 1),
    "/cCOATER-1 0 certain 5": (1, 3),
    "/cCOATER-1 1 certain 1": (1, 4),
    **{"COAT-MIX/0304-AM": (2, 0), "BRD-7-C/0304-E1": (3, 0), "ECU-7/0304-E1-1": (6, 0)},
    **{"COAT-MIX/0304-PM": (2, 1), "BRD-7-C/0304-E3": (3, 1), "ECU-7/0304-E3-1": (6, 1)},
    **{"COAT-MIX/0305-AM": (2, 2), "BRD-3-C/0305-S1": (3, 2), "SNS-3/0305-S1-1": (6, 2)},
    **{"COAT-MIX/0306-AM": (2, 3), "BRD-7-C/0306-E1": (3, 3), "BRD-7-F/0306-E1": (4, 3)},
    **{"BRD-7-OK/0307-RW": (5, 3), "ECU-7/0307-E1-1": (6, 3)},
    **{"COAT-MIX/0306-PM": (2, 4), "BRD-3-C/0306-S3": (3, 4), "SNS-3/0306-S3-1": (6, 4)},
}
HEADINGS = ("coating lots", "vessel COATER-1", "kits", "coated boards", "failed", "reworked", "units", "received by")
FINISHED, RECEIVERS = 6, 7
WIDTH, HEIGHT, STEP_X, STEP_Y, LEFT, TOP = 108, 44, 138, 84, 20, 96
SUSPECT, SPARED = "suspect", "spared"
STYLE = """
text { font: 12px system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; text-anchor: middle; fill: #20262d }
.title { font-size: 17px; font-weight: 600; text-anchor: start }
.note, .more { fill: #6b7480; font-size: 11px }
.note { text-anchor: start }
.lot { font-weight: 600 }
rect { stroke-width: 1.5 }
.suspect rect { fill: #fbe4df; stroke: #bc2f3a }
.spared rect { fill: #f3f5f7; stroke: #b4bcc6 }
.spared text { fill: #6b7480 }
.seed rect { fill: #bc2f3a; stroke: #8f1f29 }
.seed text { fill: #fff }
path { fill: none; stroke-width: 2; stroke-linejoin: round }
path.suspect { stroke: #bc2f3a; marker-end: url(#suspect) }
path.spared { stroke: #b4bcc6; marker-end: url(#spared) }
.clean { stroke: #3d8b57; stroke-width: 3; stroke-dasharray: 6 4 }
.cleaned { fill: #3d8b57; font-size: 11px; font-weight: 600 }
"""


@dataclass(frozen=True, slots=True)
class Arrow:
    """From one thing shown to the next, with how many batches lie between."""

    source: str
    target: str
    between: int


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn: who received each unit, the arrows, and what is in the scope of the bad lot."""

    arrows: list[Arrow]
    receivers: dict[str, tuple[str, str]]
    suspect: frozenset[str]


def picture(store: Store) -> Picture:
    """Trace the units upstream and the bad lot downstream."""
    units = [key for key, (column, _) in PLACES.items() if column == FINISHED]
    made_of = scope_of(store, units, "upstream")
    scope = scope_of(store, [BAD_LOT], "downstream")
    sent = store.read("answer.shipments", keys=units).dicts()
    receivers = {row["key"]: (row["customer"] or row["to_location"], row["shipment"]) for row in sent}
    return Picture(_plain(list(_arrows(made_of.edges))), receivers, frozenset(scope.reached.hops))


def _plain(arrows: list[Arrow]) -> list[Arrow]:
    """Without arrows that only repeat what longer ways say."""
    after = {key: {arrow.target for arrow in arrows if arrow.source == key} for key in PLACES}

    def beyond(key: str) -> set[str]:
        return set().union(*({target} | beyond(target) for target in after[key]))

    return [
        arrow
        for arrow in sorted(arrows, key=str)
        if not any(arrow.target in beyond(other) for other in after[arrow.source] - {arrow.target})
    ]


def _arrows(edges: Edges) -> Iterator[Arrow]:
    """Ways between things shown that pass nothing shown, with the fewest batches between."""
    after: dict[str, list[str]] = {}
    for source, target in zip(edges.sources, edges.targets, strict=True):
        after.setdefault(source, []).append(target)
    for start in PLACES:
        seen = {start}
        layer = [start]
        between = 0
        while layer:
            reached = _next_batches(layer, after, seen)
            yield from (Arrow(start, key, between) for key in reached if key in PLACES)
            layer = [key for key in reached if key not in PLACES]
            between += 1


def _next_batches(layer: Iterable[str], after: dict[str, list[str]], seen: set[str]) -> list[str]:
    """The batches and contents that follow those of a layer; runs and parts are ways, not things."""
    found: list[str] = []
    nodes = list(layer)
    while nodes:
        for target in after.get(nodes.pop(), []):
            if target not in seen:
                seen.add(target)
                (found if is_batch(target) or target.startswith(CONTENT) else nodes).append(target)
    return found


def svg(drawn: Picture) -> str:
    """The picture as SVG, the same for the same picture."""
    width, height = LEFT * 2 + STEP_X * RECEIVERS + WIDTH, TOP + STEP_Y * 5 + 10
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
            "<title>How one bad coating lot reached finished units, and what was spared</title>",
            f"<style>{STYLE}</style>",
            "<defs>",
            *(_tip(name, colour) for name, colour in ((SUSPECT, "#bc2f3a"), (SPARED, "#b4bcc6"))),
            "</defs>",
            f'<rect width="{width}" height="{height}" rx="10" fill="#fff"/>',
            f'<text class="title" x="{LEFT}" y="34">One bad coating lot: what it reached, and what was spared</text>',
            f'<text class="note" x="{LEFT}" y="54">Arrows point the way material moves. A number says how many'
            " batches lie between.</text>",
            *(f'<text class="note" x="{LEFT + n * STEP_X}" y="84">{title}</text>' for n, title in enumerate(HEADINGS)),
            *(_arrow(arrow, drawn) for arrow in drawn.arrows),
            *(_box(key, *PLACES[key], *_label(key), _look(key, drawn)) for key in PLACES),
            *_received(drawn),
            *_clean(),
            "</svg>\n",
        ]
    )


def _tip(name: str, colour: str) -> str:
    return (
        f'<marker id="{name}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="4.5" markerHeight="4.5"'
        f' orient="auto"><path d="M0 0L8 4L0 8z" style="fill: {colour}; stroke: none; marker-end: none"/></marker>'
    )


def _look(key: str, drawn: Picture) -> str:
    return "seed" if key == BAD_LOT else SUSPECT if key in drawn.suspect else SPARED


def _label(key: str) -> tuple[str, str]:
    if key.startswith(CONTENT):
        return "content", f"after charge {key.rsplit(' ', 1)[1]}"
    material, _, lot = key.partition("/")
    return material, lot.partition("@")[0]


def _corner(column: int, row: int) -> tuple[int, int]:
    return LEFT + column * STEP_X, TOP + row * STEP_Y


def _box(title: str, column: int, row: int, first: str, second: str, look: str) -> str:
    x, y = _corner(column, row)
    middle = x + WIDTH // 2
    return (
        f'<g class="{look}"><title>{escape(title.removeprefix(CONTENT))}</title>'
        f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="8"/>'
        f'<text x="{middle}" y="{y + 18}">{escape(first)}</text>'
        f'<text class="lot" x="{middle}" y="{y + 34}">{escape(second)}</text></g>'
    )


def _arrow(arrow: Arrow, drawn: Picture) -> str:
    look = SUSPECT if {arrow.source, arrow.target} <= drawn.suspect else SPARED
    line = _line(PLACES[arrow.source], PLACES[arrow.target], look)
    if not arrow.between:
        return line
    x, y = _corner(*PLACES[arrow.target])
    below = _from_below(PLACES[arrow.source], PLACES[arrow.target])
    x, y = (x + WIDTH // 2 + 10, y + HEIGHT + 18) if below else (x - 15, y + HEIGHT // 2 - 7)
    return line + f'<text class="more" x="{x}" y="{y}">{arrow.between}</text>'


def _from_below(start: tuple[int, int], end: tuple[int, int]) -> bool:
    """Whether a straight way would cross what lies between: then it goes round, and up."""
    return end[0] - start[0] > 1 and end[1] < start[1]


def _line(start: tuple[int, int], end: tuple[int, int], look: str) -> str:
    x1, y1 = _corner(*start)
    x2, y2 = _corner(*end)
    out, level = x1 + WIDTH, y2 + HEIGHT // 2
    if start[0] == end[0]:
        way = f"M{x1 + WIDTH // 2} {y1 + HEIGHT}V{y2 - 2}"
    elif _from_below(start, end):
        way = f"M{out} {y1 + HEIGHT // 2}h8V{y1 - 10}H{x2 + WIDTH // 2}V{y2 + HEIGHT + 2}"
    else:
        way = f"M{out} {y1 + HEIGHT // 2}C{x2 - 15} {y1 + HEIGHT // 2} {out} {level} {x2 - 2} {level}"
    return f'<path class="{look}" d="{way}"/>'


def _received(drawn: Picture) -> Iterator[str]:
    for key, (who, shipment) in drawn.receivers.items():
        look = _look(key, drawn)
        yield _line(PLACES[key], (RECEIVERS, PLACES[key][1]), look)
        yield _box(f"{who} {shipment}", RECEIVERS, PLACES[key][1], shipment, who, look)


def _clean() -> Iterator[str]:
    """The clean that starts a new chain of contents."""
    x, y = _corner(1, 4)
    level = y - (STEP_Y - HEIGHT) // 2
    yield f'<path class="clean" d="M{x - 10} {level}H{x + WIDTH + 10}"/>'
    yield f'<text class="cleaned" x="{x - 62}" y="{level + 4}">validated clean</text>'


def main(path: Path) -> None:
    """Write the picture of the example plant on this home's server."""
    from genealogy import server
    from genealogy.settings import load_settings
    from genealogy.store import connect

    endpoint = server.ensure(load_settings(), lambda *_: None)
    with connect(endpoint.uri, endpoint.user, endpoint.password) as store:
        path.write_text(svg(picture(store)), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
