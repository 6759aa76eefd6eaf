// name: verify.counts
// mode: read
// doc: How many pages, events in pages and tiles there are, and of how many pages the numbers are none.
// returns: pages, events, tiles, odd

CALL () {
  MATCH (p:Page)
  WITH p, p.first IS :: INTEGER NOT NULL AND p.last IS :: INTEGER NOT NULL AS whole
  RETURN count(p) AS pages, coalesce(sum(CASE WHEN whole THEN p.last - p.first + 1 END), 0) AS events,
         sum(CASE WHEN whole THEN 0 ELSE 1 END) AS odd
}
CALL () { MATCH (t:Tile) RETURN count(t) AS tiles }
RETURN pages, events, tiles, odd
