// name: stale.bare
// mode: read
// doc: Which of these bare keys no record describes, makes or receives, or have had candidates (rule 3). Judged after the match: an OR beside it lets the planner part it, and begin elsewhere than at the keys.
// param keys: list of batch keys without assigner
// returns: key

UNWIND $keys AS key
MATCH (b:Batch {key: key})
WITH b,
     EXISTS { (b)<-[:CANDIDATE_FOR]-() } AS doubted,
     EXISTS { (b)<-[:PRODUCED|OUTPUT_LINE|RECEIVED]-(:Run|Receipt) } AS known
WHERE doubted OR b.event IS NULL AND NOT known
RETURN b.key AS key
