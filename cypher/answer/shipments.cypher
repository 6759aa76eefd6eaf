// name: answer.shipments
// mode: read
// doc: Shipment lines of batches, also where a line named the batch without its assigner (rule 3).
// param keys: list of batch keys
// packed: yes
// returns: key, candidate, quantity, uom, shipment, shipped_at, shipped_at_end, delivered_at, to_location, customer, from_location

UNWIND $keys AS key
MATCH (b:Batch {key: key})
CALL (b) {
  MATCH (b)-[e:SHIPPED]->(s:Shipment) RETURN e, s, false AS candidate
  UNION ALL
  MATCH (b)-[:CANDIDATE_FOR]->(:Batch)-[e:SHIPPED]->(s:Shipment) RETURN e, s, true AS candidate
}
RETURN b.key AS key, candidate, e.quantity AS quantity, e.uom AS uom, s.shipment AS shipment, s.shipped_at.epochSeconds * 1000000 + s.shipped_at.microsecond AS shipped_at,
       s.shipped_at_end.epochSeconds * 1000000 + s.shipped_at_end.microsecond AS shipped_at_end, s.delivered_at.epochSeconds * 1000000 + s.delivered_at.microsecond AS delivered_at,
       s.to_location AS to_location, s.customer AS customer, s.from_location AS from_location
