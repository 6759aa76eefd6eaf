// name: gaps.batches
// mode: read
// doc: Batches that are named but neither described nor made nor received, and batches whose key looks the same.
// param keys: list of batch keys
// returns: key, stub, alike, candidates, meant, assigner, supplied

UNWIND $keys AS key
MATCH (b:Batch {key: key})
RETURN b.key AS key, b.event IS NULL AND NOT EXISTS { (b)<-[:PRODUCED|OUTPUT_LINE|RECEIVED]-() } AS stub,
       COLLECT { MATCH (o:Batch {alike: b.alike}) WHERE o.key <> b.key RETURN o.key ORDER BY o.key } AS alike,
       COLLECT { MATCH (b)-[:CANDIDATE_FOR]->(c:Batch) RETURN c.key } AS candidates,
       COLLECT { MATCH (b)<-[:CANDIDATE_FOR]-(c:Batch) RETURN c.key } AS meant,
       b.assigner AS assigner, EXISTS { (b)<-[:RECEIVED]-(:Receipt)<-[:SUPPLIED]-(:Supplier) } AS supplied
