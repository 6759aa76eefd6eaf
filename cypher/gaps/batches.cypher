// name: gaps.batches
// mode: read
// doc: Batches of which a record is missing or contradicts: stubs, look-alikes, candidates, numbers of others without a receipt.
// param keys: list of batch keys
// packed: yes
// returns: key, stub, alike, candidates, meant, unsupplied

UNWIND $keys AS key
MATCH (b:Batch {key: key})
WITH b,
     b.event IS NULL AND NOT EXISTS { (b)<-[:PRODUCED|OUTPUT_LINE|RECEIVED]-() } AS stub,
     b.assigner IS NOT NULL AND NOT EXISTS { (b)<-[:RECEIVED]-(:Receipt)<-[:SUPPLIED]-(:Supplier) } AS unsupplied,
     EXISTS { (b)-[:CANDIDATE_FOR]-() } AS doubtful,
     COLLECT { MATCH (o:Batch {alike: b.alike}) WHERE o.key <> b.key RETURN o.key ORDER BY o.key } AS alike
WHERE stub OR unsupplied OR doubtful OR size(alike) > 0
RETURN b.key AS key, stub, alike,
       COLLECT { MATCH (b)-[:CANDIDATE_FOR]->(c:Batch) RETURN c.key ORDER BY c.key } AS candidates,
       COLLECT { MATCH (b)<-[:CANDIDATE_FOR]-(c:Batch) RETURN c.key ORDER BY c.key } AS meant, unsupplied
