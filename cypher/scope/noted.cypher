// name: scope.noted
// mode: read
// doc: What is noted on the nodes of the downstream closure of the batches, beside their flow: odd as in scope.downstream, the rest as in answer.facts.
// param keys: list of batch keys
// returns: odd_runs, odd_places, described, lines

UNWIND $keys AS key
MATCH (s:Batch {key: key})
USING INDEX SEEK s:Batch(key)
MATCH (s)-[:CONSUMED|PRODUCED|CARRIED_OVER|MAYBE_CONSUMED|MAYBE_PRODUCED*0..]->(n)
WITH DISTINCT n
WITH collect(n) AS nodes
// include: scope/odd.part
// include: answer/facts.part
RETURN odd_runs, odd_places, described, lines
