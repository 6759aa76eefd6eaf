// name: stale.bare
// mode: read
// doc: Which of these bare keys no record describes, makes or receives, or have had candidates (rule 3).
// param keys: list of batch keys without assigner
// returns: key

UNWIND $keys AS key
MATCH (b:Batch {key: key})
WHERE EXISTS { (b)<-[:CANDIDATE_FOR]-() }
   OR b.event IS NULL AND NOT EXISTS { (b)<-[:PRODUCED|OUTPUT_LINE|RECEIVED]-(:Run|Receipt) }
RETURN b.key AS key
