// name: scope.downstream_of_runs
// mode: read
// doc: Every flow edge of the downstream closure of runs and of their parts; columns as scope.downstream.
// param runs: list of run ids
// returns: sources, types, targets, quantities, uoms, moments, timed, odd_runs, odd_places

UNWIND $runs AS run
MATCH (s:Run {run: run})
USING INDEX SEEK s:Run(run)
MATCH (s)-[:HAS_PART|CONSUMED|PRODUCED|CARRIED_OVER|MAYBE_CONSUMED|MAYBE_PRODUCED*0..]->(n)
WITH DISTINCT n
WITH collect(n) AS nodes
CALL (nodes) {
  UNWIND nodes AS a
  MATCH (a)-[e:CONSUMED|PRODUCED|CARRIED_OVER|MAYBE_CONSUMED|MAYBE_PRODUCED]->(b)
  // include: scope/edges.part
}
// include: scope/odd.part
RETURN sources, types, targets, quantities, uoms, moments, timed, odd_runs, odd_places
