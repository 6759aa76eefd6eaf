// name: answer.meant
// mode: read
// doc: Shipment lines that named a batch without its assigner, for each batch they may mean (rule 3).
// param keys: list of batch keys
// packed: yes
// returns: key, quantity, uom, shipment

UNWIND $keys AS key
MATCH (b:Batch {key: key})-[:CANDIDATE_FOR]->(:Batch)-[e:SHIPPED]->(s:Shipment)
RETURN b.key AS key, e.quantity AS quantity, e.uom AS uom, s.shipment AS shipment
