// name: verify.page
// mode: read
// doc: The page that ends with an event.
// param last: number of the event
// returns: first, batch, hashes

MATCH (p:Page) WHERE p.first <= $last AND p.last = $last
RETURN p.first AS first, p.batch AS batch, p.hashes AS hashes
