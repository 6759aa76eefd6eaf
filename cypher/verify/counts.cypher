// name: verify.counts
// mode: read
// doc: How many pages, events in pages and tiles there are.
// returns: pages, events, tiles

CALL () { MATCH (p:Page) RETURN count(p) AS pages, coalesce(sum(p.last - p.first + 1), 0) AS events }
CALL () { MATCH (t:Tile) RETURN count(t) AS tiles }
RETURN pages, events, tiles
