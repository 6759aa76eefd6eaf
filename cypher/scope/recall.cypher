// name: scope.recall
// mode: read
// doc: The flow edges of scope.downstream alone, for a recall: what is noted on their nodes is read beside it (scope.noted).
// param keys: list of batch keys
// returns: sources, types, targets, quantities, uoms, moments, timed

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
RETURN sources, types, targets, quantities, uoms, moments, timed
