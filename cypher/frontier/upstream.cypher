// name: frontier.upstream
// mode: read
// doc: The flow edges that enter these nodes; columns as scope.upstream.
// param batches: list of batch keys
// param contents: list of content ids
// param parts: list of part ids
// param transfers: list of transfer ids
// param runs: list of run ids
// returns: sources, types, targets, quantities, uoms, moments, timed, odd_runs, odd_places

CALL () {
  UNWIND $batches AS id MATCH (n:Batch {key: id}) RETURN n
  UNION ALL UNWIND $contents AS id MATCH (n:Content {content: id}) RETURN n
  UNION ALL UNWIND $parts AS id MATCH (n:Part {part: id}) RETURN n
  UNION ALL UNWIND $transfers AS id MATCH (n:Transfer {transfer: id}) RETURN n
  UNION ALL UNWIND $runs AS id MATCH (n:Run {run: id}) RETURN n
}
WITH collect(n) AS nodes
CALL (nodes) {
  UNWIND nodes AS b
  MATCH (a)-[e:CONSUMED|PRODUCED|CARRIED_OVER|MAYBE_CONSUMED|MAYBE_PRODUCED]->(b)
  // include: scope/edges.part
}
// include: scope/odd.part
RETURN sources, types, targets, quantities, uoms, moments, timed, odd_runs, odd_places
