// name: gaps.shipments
// mode: read
// doc: Places of these shipments that are named, but not described.
// param ids: list of shipment ids
// packed: yes
// returns: location

UNWIND $ids AS id
MATCH (s:Shipment {shipment: id})-[:AT|BOUND_FOR]->(l:Location)
WHERE l.event IS NULL
RETURN DISTINCT l.location AS location
