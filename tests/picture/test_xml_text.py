"""Characters that XML has no way to write, in the GraphML of a trace and of a picture."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest

from api.formats import graphml_text
from genealogy.picture import Node, Picture, written
from genealogy.scope.edges import Edges

LOT = "批\ufffe1\uffff<\x0b>"


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_a_picture_is_well_formed(form: str) -> None:
    text = written(Picture((Node("M/1", "batch", LOT, "certain", "M", "", LOT),), ()), form).decode()
    fromstring(text)
    assert "批\ufffd1\ufffd" in text


def test_a_trace_is_well_formed() -> None:
    batch = {
        "key": "M/1",
        "material": "M",
        "lot": LOT,
        "assigner": None,
        "serial": None,
        "hops": 0,
        "verdict": "certain",
    }
    text = "".join(graphml_text({"batches": [batch]}, Edges()))
    fromstring(text)
    assert "批\ufffd1\ufffd&lt;\ufffd&gt;" in text
