// name: explain.pages
// mode: read
// doc: The pages in which these events are kept, with the load they came with.
// param numbers: list of sequence numbers of events
// returns: first, load, source, bytes, hashes

UNWIND $numbers AS number
CALL (number) {
  MATCH (p:Page) WHERE p.first <= number
  RETURN p ORDER BY p.first DESC LIMIT 1
}
WITH DISTINCT p
RETURN p.first AS first, p.load AS load, p.source AS source, p.bytes AS bytes, p.hashes AS hashes
