// name: case.pages_since
// mode: read
// doc: Pages from a sequence number on, a few at a time, with where they came from.
// param after: number of the last event that is known
// param limit: number of pages
// returns: first, bytes, hashes, load, source, recorded_at

MATCH (p:Page) WHERE p.first > $after
RETURN p.first AS first, p.bytes AS bytes, p.hashes AS hashes, p.load AS load, p.source AS source,
       toString(p.recorded_at) AS recorded_at
ORDER BY first LIMIT $limit
