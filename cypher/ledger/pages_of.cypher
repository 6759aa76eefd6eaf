// name: ledger.pages_of
// mode: read
// doc: The pages in which these events are kept, with where they came from and when.
// param numbers: list of sequence numbers of events
// returns: first, bytes, hashes, rows, load, source, by, recorded_at

UNWIND $numbers AS number
CALL (number) {
  MATCH (p:Page) WHERE p.first <= number
  RETURN p ORDER BY p.first DESC LIMIT 1
}
WITH DISTINCT p
RETURN p.first AS first, p.bytes AS bytes, p.hashes AS hashes, p.rows AS rows, p.load AS load,
       p.source AS source, p.by AS by, toString(p.recorded_at) AS recorded_at
