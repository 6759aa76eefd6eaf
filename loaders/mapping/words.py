"""The names of columns and tabs that a proposal knows, from `words.yaml`."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml

_SAID: dict[str, Any] = yaml.load(files("loaders.mapping").joinpath("words.yaml").read_text("utf-8"), yaml.BaseLoader)
Names = dict[str, list[str]]

COLUMNS: Names = _SAID["columns"]
OF_FILE: dict[str, Names] = _SAID["of_file"]
GENERAL: Names = _SAID["general"]
TABS: Names = _SAID["tabs"]
RESULTS: dict[str, str] = _SAID["results"]
UNITS: dict[str, str] = _SAID["units"]
