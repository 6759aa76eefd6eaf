// name: ledger.pages
// mode: read
// doc: Pages from a sequence number on, a few at a time, with all that is kept of them.
// param after: number of the last event that is known
// param upto: number of the last event that is wanted
// param limit: number of pages
// returns: first, last, batch, bytes, hashes, load, source, by, recorded_at

MATCH (p:Page) WHERE p.first > $after AND p.last <= $upto
RETURN p.first AS first, p.last AS last, p.batch AS batch, p.bytes AS bytes, p.hashes AS hashes, p.load AS load,
       p.source AS source, p.by AS by, p.recorded_at AS recorded_at
ORDER BY first LIMIT $limit
