// name: answer.moved
// mode: read
// doc: Recorded lines that bring batches in or take them away, shipments and consumption in plain runs apart.
// param keys: list of batch keys
// packed: yes
// returns: key, type, quantity, uom

UNWIND $keys AS key
MATCH (b:Batch {key: key})-[e:PRODUCED|OUTPUT_LINE|RECEIVED|RETURNED|SENT_BACK|INPUT_LINE]-()
WHERE e.uid IS NOT NULL
RETURN b.key AS key, type(e) AS type, e.quantity AS quantity, e.uom AS uom
