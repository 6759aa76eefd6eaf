// name: exposure.came_back
// mode: read
// doc: Received lines of batches that name a shipment of ours on which the same batch left: nothing new, the same goods.
// param keys: list of batch keys
// packed: yes
// returns: key, quantity, uom

UNWIND $keys AS key
MATCH (b:Batch {key: key})<-[e:RECEIVED]-()
WHERE e.shipment IS NOT NULL AND EXISTS { (b)-[:SHIPPED]->(:Shipment {shipment: e.shipment}) }
RETURN b.key AS key, e.quantity AS quantity, coalesce(e.uom, b.uom) AS uom
