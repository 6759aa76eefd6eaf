// name: ledger.remove_bytes
// mode: write
// doc: Remove the bytes of pages whose events lie in an archive; the rows of their sources stay.
// param pages: list of {first, last, rows}
// returns: removed

UNWIND $pages AS page
MATCH (p:Page {first: page.first}) WHERE p.last = page.last AND p.bytes IS NOT NULL
SET p.rows = page.rows
REMOVE p.bytes, p.hashes
RETURN count(p) AS removed
