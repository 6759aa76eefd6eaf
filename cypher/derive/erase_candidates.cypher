// name: derive.erase_candidates
// mode: write
// doc: Forget which batches a bare key may mean.
// param keys: list of keys without assigner
// returns: -

UNWIND $keys AS key
MATCH (b:Batch {key: key})
OPTIONAL MATCH (c:Batch)-[old:CANDIDATE_FOR]->(b)
OPTIONAL MATCH (c)-[maybe:MAYBE_CONSUMED {meant: key}]->(:Run)
DELETE old, maybe
