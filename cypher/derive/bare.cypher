// name: derive.bare
// mode: read
// doc: Bare keys: whether no record describes, makes or receives them, which keys with an assigner they may mean, and who names them (rule 3).
// param keys: list of keys without assigner
// returns: key, unknown, candidates, runs, shipments

UNWIND $keys AS key
MATCH (b:Batch {key: key})
WITH b, b.event IS NULL AND NOT EXISTS { (b)<-[:PRODUCED|OUTPUT_LINE|RECEIVED]-(:Run|Receipt) } AS unknown
RETURN b.key AS key, unknown,
       COLLECT { MATCH (c:Batch {lot: b.lot})
                 WHERE c.material = b.material AND c.assigner IS NOT NULL AND coalesce(c.serial, "") = coalesce(b.serial, "")
                 RETURN c.key ORDER BY c.key } AS candidates,
       COLLECT { MATCH (b)-[:CONSUMED|INPUT_LINE]->(r:Run) RETURN DISTINCT r.run } AS runs,
       COLLECT { MATCH (b)-[:SHIPPED]->(s:Shipment) RETURN DISTINCT s.shipment } AS shipments
