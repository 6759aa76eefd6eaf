// name: rebuild.page_batch
// mode: read
// doc: Pages from a sequence number on, a few at a time.
// param after: number of the last event that is known
// param limit: number of pages
// returns: first, last, bytes, hashes

MATCH (p:Page) WHERE p.first > $after
RETURN p.first AS first, p.last AS last, p.bytes AS bytes, p.hashes AS hashes
ORDER BY first LIMIT $limit
