"""Who did what is no event of its own, such as a drill or a load: by a reference, as a page names its author, so that a
name can be erased there too."""

from __future__ import annotations

from collections.abc import Iterable

from genealogy.ledger.head import head_of
from genealogy.record.people import MARK, Register
from genealogy.record.reading import texts_of
from genealogy.store import Reads, Store


def author(store: Store, by: str) -> str | None:
    """The reference that stands for `by`, whose text is kept apart; None where nobody is named."""
    if not by:
        return None
    register = Register(head_of(store).secret)
    reference = register.hide(by)
    store.write("people.keep", rows=register.rows())
    return reference


def authors(store: Reads, references: Iterable[str | None]) -> dict[str | None, str | None]:
    """Who stands behind each of these references; `(erased)` where a text is there no more."""
    wanted = {one for one in references if one}
    texts = texts_of(store, {one for one in wanted if one.startswith(MARK)})
    return {None: None, **{one: texts.get(one, one) for one in wanted}}
