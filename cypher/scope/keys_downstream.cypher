// name: scope.keys_downstream
// mode: read
// doc: Keys and hops of the downstream closure of one batch: the bare scope.
// param key: batch key
// returns: keys, hops

MATCH (s:Batch {key: $key})
USING INDEX SEEK s:Batch(key)
MATCH p = (s)-[:CONSUMED|PRODUCED|CARRIED_OVER|MAYBE_CONSUMED|MAYBE_PRODUCED*0..]->(n)
WITH n, min(length(p)) AS hops
WHERE n:Batch
RETURN collect(n.key) AS keys, collect(hops) AS hops
