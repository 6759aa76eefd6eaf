// name: ledger.pages
// mode: read
// doc: Every page from a sequence number on, in order.
// param after: sequence number
// returns: first, last, bytes, hashes, load, recorded_at

MATCH (p:Page) WHERE p.first > $after
RETURN p.first AS first, p.last AS last, p.bytes AS bytes, p.hashes AS hashes, p.load AS load, p.recorded_at AS recorded_at
ORDER BY first
