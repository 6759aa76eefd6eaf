"""What the documentation shows; all of it works on the example plant."""

from __future__ import annotations

from loaders.example import BAD_LOT

MATERIAL, LOT = BAD_LOT.split("/", 1)
RECALL = {"seeds": [{"key": BAD_LOT}]}
LOAD = "example-plant"  # the id of the load of the example plant
