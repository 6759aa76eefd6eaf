"""The database behind a small surface: named queries, read and write apart."""

import sys

# Where pandas, numpy and pyarrow are installed the driver imports them, for forms of results that nobody here asks for:
# a quarter of the time that a command takes to start. Where one of them is hidden, all are: pyarrow that does not find
# numpy does without it ever after.
_HIDDEN = [name for name in ("numpy", "pandas", "pyarrow") if name not in sys.modules]
sys.modules.update(dict.fromkeys(_HIDDEN))  # type: ignore[arg-type]  # None: not to be found

from genealogy.store.driver import Answer, Reads, Store, Tx, aside, connect  # noqa: E402

for _name in _HIDDEN:
    del sys.modules[_name]

__all__ = ["Answer", "Reads", "Store", "Tx", "aside", "connect"]
