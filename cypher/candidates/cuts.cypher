// name: candidates.cuts
// mode: read
// doc: Parts that a mapping keeps these batches apart from (rule 7).
// param keys: list of batch keys
// packed: yes
// returns: key, node

UNWIND $keys AS key
MATCH (b:Batch {key: key})-[:CUT]->(p:Part)
RETURN b.key AS key, "/p" + p.part AS node
