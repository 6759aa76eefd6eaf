// name: clock.at_places
// mode: read
// doc: What hangs on the clocks of these places: equipment there, and the records whose times are read by it.
// param locations: list of ids
// returns: label, id

UNWIND $locations AS id
MATCH (:Location {location: id})<-[:AT|BOUND_FOR|MOVED_FROM|MOVED_TO]-(n)
WHERE n:Equipment OR n:Run
   OR coalesce(n.at_text, n.counted_at_text, n.shipped_at_text, n.delivered_at_text, n.signed_at_text) IS NOT NULL
   OR EXISTS { (n:Receipt)-[e:RECEIVED]->() WHERE e.received_at_text IS NOT NULL }
   OR EXISTS { (n:Return)-[e:RETURNED|SENT_BACK]-() WHERE e.returned_at_text IS NOT NULL }
RETURN DISTINCT head(labels(n)) AS label,
       CASE
         WHEN n:Equipment THEN n.equipment
         WHEN n:Run THEN n.run
         WHEN n:Shipment THEN n.shipment
         WHEN n:Receipt THEN n.receipt
         WHEN n:Return THEN n.`return`
         ELSE n.uid
       END AS id
