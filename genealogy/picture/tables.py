"""A picture as two Parquet tables, nodes and edges; needs the extra `parquet`."""

from __future__ import annotations

import io
from dataclasses import asdict

from genealogy.errors import UsageError
from genealogy.picture.model import Picture


def parquet(picture: Picture) -> dict[str, bytes]:
    """`nodes` and `edges` as the bytes of a Parquet file each. Raises UsageError where the library is not installed."""
    try:
        import pyarrow as pa
        from pyarrow.parquet import write_table
    except ImportError:
        raise UsageError("Parquet needs a library that is not installed: pip install 'genealogy[parquet]'") from None
    text, flag, number = pa.string(), pa.bool_(), pa.float64()
    of_nodes = dict.fromkeys(("id", "kind", "caption", "verdict", "material", "material_name", "lot"), text)
    of_edges = dict.fromkeys(("source", "target", "kind"), text)
    schemas = {
        "nodes": pa.schema(of_nodes | {"hops": pa.int64(), "seed": flag}),
        "edges": pa.schema(of_edges | {"certain": flag, "quantity": number, "uom": text, "at": text}),
    }
    rows = {"nodes": picture.nodes, "edges": picture.edges}
    found = {}
    for name, schema in schemas.items():
        stream = io.BytesIO()
        write_table(pa.Table.from_pylist([asdict(one) for one in rows[name]], schema), stream)  # type: ignore[call-overload]
        found[name] = stream.getvalue()
    return found
