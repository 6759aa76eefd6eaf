// name: scope.cuts
// mode: read
// doc: Outputs that the mapping of a run keeps apart from batches it consumed (rule 7).
// param keys: list of batch keys
// packed: yes
// returns: key, run, output

UNWIND $keys AS key
MATCH (b:Batch {key: key})-[:CUT]->(p:Part)
RETURN b.key AS key, p.run AS run, p.output AS output ORDER BY key, run, output
