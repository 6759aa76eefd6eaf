// name: exposure.transfers
// mode: read
// doc: What came in under another lot number: the shipped lines it may come from, also of batches outside of a scope, and the received or returned lines.
// param ids: list of transfer ids
// packed: yes
// returns: transfer, inward, key, material, quantity, uom

UNWIND $ids AS id
MATCH (t:Transfer {transfer: id})
CALL (t) {
  MATCH (b:Batch)-[:CONSUMED|MAYBE_CONSUMED]->(t)
  OPTIONAL MATCH (b)-[e:SHIPPED]->(s:Shipment) WHERE s.shipment = t.shipment
  RETURN true AS inward, b.key AS key, b.material AS material, e.quantity AS quantity, coalesce(e.uom, b.uom) AS uom
  UNION ALL
  MATCH (t)-[:PRODUCED]->(b:Batch)
  MATCH (b)<-[e:RECEIVED|RETURNED]-(d) WHERE coalesce(d.receipt, d.`return`) = t.document AND e.shipment = t.shipment
  RETURN false AS inward, b.key AS key, b.material AS material, e.quantity AS quantity, coalesce(e.uom, b.uom) AS uom
}
RETURN t.transfer AS transfer, inward, key, material, quantity, uom
