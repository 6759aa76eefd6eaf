"""What people type where they look for a batch: of its number, as it stands on the label, or of what it is called."""

from __future__ import annotations

import pytest

from genealogy.answers import search
from genealogy.store import Store
from tests.cases.conftest import rows
from tests.support.bundles import record_bundles


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"q": "7/b"}, ["PASTE/7%2FB"]),  # a key writes it otherwise
        ({"q": "7%2fb"}, ["PASTE/7%2FB"]),
        ({"q": "锡膏"}, ["PASTE/7%2FB", "PASTE/8"]),
        ({"q": "sac305"}, ["PASTE/7%2FB", "PASTE/8"]),
        ({"q": "pas"}, ["PASTE/7%2FB", "PASTE/8"]),
        ({"q": "8"}, ["PASTE/8", "X/8"]),
        ({"q": "锡膏", "lot": "8"}, ["PASTE/8"]),
        ({"q": "锡膏", "material": "PASTE"}, ["PASTE/7%2FB", "PASTE/8"]),
        ({"q": "7/B", "material": "PASTE"}, ["PASTE/7%2FB"]),
        ({"q": "锡膏", "material": "X"}, []),
        ({"q": "glue"}, []),
        ({"lot": "8"}, ["PASTE/8", "X/8"]),
    ],
)
def test_what_is_found(store: Store, said: dict[str, str], found: list[str]) -> None:
    batches = rows("material=PASTE lot=7/B", "material=PASTE lot=8", "material=X lot=8")
    record_bundles(store, [{"materials": [{"material": "PASTE", "name": "锡膏 SAC305"}], "batches": batches}])
    assert [batch["key"] for batch in search(store, **said)] == found  # type: ignore[arg-type]
