// name: scope.known
// mode: read
// doc: Which of these keys are batches.
// param keys: list of batch keys
// packed: yes
// returns: key

UNWIND $keys AS key
MATCH (b:Batch {key: key})
RETURN b.key AS key
