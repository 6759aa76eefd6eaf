// The lines of a batch: what came in and what left, in the order of time
MATCH (b:Batch {key: $batch})-[e:PRODUCED|OUTPUT_LINE|RECEIVED|RETURNED|CONSUMED|INPUT_LINE|SHIPPED|SENT_BACK]-(n)
WHERE e.uid IS NOT NULL
RETURN coalesce(e.at, e.received_at, e.returned_at, n.shipped_at, n.started_at) AS at, type(e) AS what,
       coalesce(n.run, n.receipt, n.shipment, n.`return`) AS document,
       CASE WHEN startNode(e) = b THEN -e.quantity ELSE e.quantity END AS quantity, e.uom AS unit
UNION ALL
MATCH (b:Batch {key: $batch})<-[:MOVED]-(m:Movement)
RETURN m.at AS at, m.kind AS what, m.movement AS document,
       CASE m.kind WHEN "move" THEN 0.0 WHEN "adjust" THEN m.quantity ELSE -m.quantity END AS quantity, m.uom AS unit
ORDER BY at
