// name: answer.arrived
// mode: read
// doc: How much of what left with these shipments a receipt has in: per shipment and received batch; renamed where the shipment has no line of it.
// param ids: list of shipment ids
// packed: yes
// returns: shipment, key, material, lot, quantity, uom, renamed

UNWIND $ids AS id
MATCH (s:Shipment {shipment: id})<-[:OF_SHIPMENT]-(:Receipt)-[e:RECEIVED]->(b:Batch)
WHERE e.shipment = s.shipment
RETURN s.shipment AS shipment, b.key AS key, b.material AS material, b.lot AS lot, e.quantity AS quantity,
       e.uom AS uom, NOT EXISTS { (b)-[:SHIPPED]->(s) } AS renamed
