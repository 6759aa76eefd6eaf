// name: ledger.without_bytes
// mode: read
// doc: The number of the first event whose page has no bytes; none where all have.
// returns: first

MATCH (p:Page) WHERE p.bytes IS NULL
RETURN min(p.first) AS first
