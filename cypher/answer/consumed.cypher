// name: answer.consumed
// mode: read
// doc: Consumption of batches in plain runs.
// param keys: list of batch keys
// packed: yes
// returns: key, type, quantity, uom

UNWIND $keys AS key
MATCH (b:Batch {key: key})-[e:CONSUMED]->(:Run)
RETURN b.key AS key, "CONSUMED" AS type, e.quantity AS quantity, e.uom AS uom
