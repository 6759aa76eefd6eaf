// name: stale.shipments
// mode: read
// doc: Which of these shipments a receipt or return names.
// param ids: list of shipment ids
// returns: shipment

UNWIND $ids AS id
MATCH (s:Shipment {shipment: id})
WHERE EXISTS { (s)<-[:OF_SHIPMENT]-() } OR EXISTS { (s)-[:MOVED_AS]->() }
RETURN s.shipment AS shipment
