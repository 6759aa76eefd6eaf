// name: ledger.restore_bytes
// mode: write
// doc: Put the bytes of archived pages back.
// param pages: list of {first, last, bytes, hashes}
// returns: restored

UNWIND $pages AS page
MATCH (p:Page {first: page.first}) WHERE p.last = page.last AND p.bytes IS NULL
SET p.bytes = page.bytes, p.hashes = page.hashes
REMOVE p.rows
RETURN count(p) AS restored
