// name: answer.shipments
// mode: read
// doc: Shipment lines of batches, also where a line named the batch without its assigner (rule 3).
// param keys: list of batch keys
// returns: key, candidate, quantity, uom, shipment, shipped_at, shipped_at_end, delivered_at, delivered_at_end, to_location, customer

UNWIND $keys AS key
MATCH (b:Batch {key: key})
CALL (b) {
  MATCH (b)-[e:SHIPPED]->(s:Shipment) RETURN e, s, false AS candidate
  UNION ALL
  MATCH (b)-[:CANDIDATE_FOR]->(:Batch)-[e:SHIPPED]->(s:Shipment) RETURN e, s, true AS candidate
}
RETURN b.key AS key, candidate, e.quantity AS quantity, e.uom AS uom, s.shipment AS shipment, s.shipped_at AS shipped_at,
       s.shipped_at_end AS shipped_at_end, s.delivered_at AS delivered_at, s.delivered_at_end AS delivered_at_end,
       s.to_location AS to_location, s.customer AS customer
