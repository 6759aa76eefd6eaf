// name: ledger.page
// mode: read
// doc: What tells a page from every other.
// param first: number of its first event
// returns: last, batch, hashes

MATCH (p:Page {first: $first})
RETURN p.last AS last, p.batch AS batch, p.hashes AS hashes
