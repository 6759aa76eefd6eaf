// name: scope.downstream
// mode: read
// doc: Every flow edge of the downstream closure of the batches, as columns. Node ids: a batch key, or / and c (content), p (part), t (transfer), r (run). Quantity -1: derived, -2: not recorded. Moment (ms since 1970, 0 unknown): the earliest of what comes into a batch, the latest of what leaves it (rule 20). Odd: rows on runs, and on what they ran on, by whom and where, of which a record is missing.
// param keys: list of batch keys
// returns: sources, types, targets, quantities, uoms, moments, timed, odd_runs, odd_places

UNWIND $keys AS key
MATCH (s:Batch {key: key})
USING INDEX SEEK s:Batch(key)
MATCH (s)-[:CONSUMED|PRODUCED|CARRIED_OVER|MAYBE_CONSUMED|MAYBE_PRODUCED*0..]->(n)
WITH DISTINCT n
WITH collect(n) AS nodes
CALL (nodes) {
  UNWIND nodes AS a
  MATCH (a)-[e:CONSUMED|PRODUCED|CARRIED_OVER|MAYBE_CONSUMED|MAYBE_PRODUCED]->(b)
  // include: scope/edges.part
}
// include: scope/odd.part
RETURN sources, types, targets, quantities, uoms, moments, timed, odd_runs, odd_places
