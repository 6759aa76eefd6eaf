// name: pull.advance
// mode: write
// doc: Note how far a source was pulled, and which documents have to be looked at again.
// param cursor: source and type of document
// param at: newest change that was there, as the source writes it
// param again: list of ids of documents
// param moment: when
// returns: -

MERGE (c:Cursor {cursor: $cursor})
SET c.at = $at, c.again = $again, c.moved_at = $moment
