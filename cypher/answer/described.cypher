// name: answer.described
// mode: read
// doc: Quantity and status that the description of a batch gives.
// param keys: list of batch keys
// packed: yes
// returns: key, quantity, status

UNWIND $keys AS key
MATCH (b:Batch {key: key})
RETURN b.key AS key, b.quantity AS quantity, b.status AS status
