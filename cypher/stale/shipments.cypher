// name: stale.shipments
// mode: read
// doc: Which of these shipments a receipt or return names.
// param ids: list of shipment ids
// returns: shipment

UNWIND $ids AS id
MATCH (s:Shipment {shipment: id})
WITH s, EXISTS { (s)<-[:OF_SHIPMENT]-() } AS answered, EXISTS { (s)-[:MOVED_AS]->() } AS moved
WHERE answered OR moved
RETURN s.shipment AS shipment
