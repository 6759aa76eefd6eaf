// name: ledger.known
// mode: read
// doc: The last page that was recorded before a moment.
// param before: when
// returns: first, last, batch, hashes, recorded_at

MATCH (p:Page) WHERE p.first > 0 AND p.recorded_at < $before
RETURN p.first AS first, p.last AS last, p.batch AS batch, p.hashes AS hashes, toString(p.recorded_at) AS recorded_at
ORDER BY first DESC LIMIT 1
