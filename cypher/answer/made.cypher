// name: answer.made
// mode: read
// doc: Lines by which plain runs produced batches.
// param keys: list of batch keys
// packed: yes
// returns: key, quantity, uom

UNWIND $keys AS key
MATCH (b:Batch {key: key})<-[e:PRODUCED]-(:Run)
RETURN b.key AS key, e.quantity AS quantity, e.uom AS uom
