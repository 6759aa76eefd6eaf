"""The command that writes the graph around a batch for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.answers import KEY_HELP
from api.cli.output import AsJson, new_file, print_json, say
from api.cli.session import opened


def graph(
    keys: Annotated[list[str], typer.Argument(help=KEY_HELP)],
    file: Annotated[
        Path, typer.Option("--out", help="File to write: .graphml, .gexf, .dot, .mmd (Mermaid), .jsonl or .parquet.")
    ],
    direction: Annotated[str, typer.Option(help="upstream, downstream or both.")] = "both",
    json: AsJson = False,
) -> None:
    """Write the trace of batches as a graph, with receipts, suppliers, shipments and customers."""
    from genealogy.picture import files_of, picture

    with opened() as store:
        made = picture(store, keys, direction)
    files = files_of(made, file)
    for path, content in files.items():
        with new_file(path) as target:
            target.write(content)
    if json:
        print_json({"files": [*map(str, files)], "nodes": len(made.nodes), "edges": len(made.edges)})
    else:
        say(f"{len(made.nodes):,} nodes and {len(made.edges):,} edges in {', '.join(map(str, files))}")
