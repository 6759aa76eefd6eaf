// name: ledger.pages
// mode: read
// doc: Whole pages from a sequence number on, a few at a time.
// param after: number of the last event that is known
// param limit: number of pages
// returns: first, last, bytes, hashes, batch, load, source, by, recorded_at

MATCH (p:Page) WHERE p.first > $after
RETURN p.first AS first, p.last AS last, p.bytes AS bytes, p.hashes AS hashes, p.batch AS batch, p.load AS load,
       p.source AS source, coalesce(p.by, "") AS by, p.recorded_at AS recorded_at
ORDER BY first LIMIT $limit
