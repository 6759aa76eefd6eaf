// name: exposure.left_early
// mode: read
// doc: What left batches otherwise than by a run or with a shipment, and what came back into them of what was shipped, by when: what came back with the latest moment of its shipment where that is known (ms since 1970).
// param keys: list of batch keys
// packed: yes
// returns: key, back, quantity, uom, latest

UNWIND $keys AS key
MATCH (b:Batch {key: key})
CALL (b) {
  MATCH (b)<-[:MOVED]-(n)
  WHERE n.kind IN ["scrap", "sample"] OR n.kind = "adjust" AND n.quantity < 0
  RETURN false AS back, abs(n.quantity) AS quantity, n.uom AS uom, coalesce(n.at_end - duration({microseconds: 1}), n.at) AS latest
  UNION ALL
  MATCH (b)-[e:SENT_BACK]-(n)
  RETURN false AS back, e.quantity AS quantity, e.uom AS uom,
         coalesce(e.returned_at_end - duration({microseconds: 1}), e.returned_at, n.returned_at_end - duration({microseconds: 1}), n.returned_at) AS latest
  UNION ALL
  MATCH (b)<-[e:RETURNED|RECEIVED]-(n)
  OPTIONAL MATCH (b)-[:SHIPPED]->(s:Shipment {shipment: e.shipment})
  WITH e, n, s WHERE type(e) = "RETURNED" OR s IS NOT NULL
  RETURN true AS back, e.quantity AS quantity, e.uom AS uom,
         CASE WHEN s IS NOT NULL THEN coalesce(s.shipped_at_end - duration({microseconds: 1}), s.shipped_at)
              ELSE coalesce(e.returned_at_end - duration({microseconds: 1}), e.returned_at, n.returned_at_end - duration({microseconds: 1}), n.returned_at) END AS latest
}
RETURN b.key AS key, back, quantity, coalesce(uom, b.uom) AS uom, latest.epochMillis AS latest
