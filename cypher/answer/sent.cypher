// name: answer.sent
// mode: read
// doc: Shipments, with the places they name that are not described. Times in microseconds since 1970.
// param ids: list of shipment ids
// packed: yes
// returns: shipment, shipped_at, shipped_at_end, delivered_at, to_location, customer, from_location, undescribed

UNWIND $ids AS id
MATCH (s:Shipment {shipment: id})
RETURN s.shipment AS shipment, s.shipped_at.epochSeconds * 1000000 + s.shipped_at.microsecond AS shipped_at,
       s.shipped_at_end.epochSeconds * 1000000 + s.shipped_at_end.microsecond AS shipped_at_end,
       s.delivered_at.epochSeconds * 1000000 + s.delivered_at.microsecond AS delivered_at,
       s.to_location AS to_location, s.customer AS customer, s.from_location AS from_location,
       COLLECT { MATCH (s)-[:AT|BOUND_FOR]->(l:Location) WHERE l.event IS NULL RETURN DISTINCT l.location } AS undescribed
