// name: clock.of_documents
// mode: read
// doc: Every time without a zone in these records, as it was written, with the clock it is to be read by, and what is derived from it.
// param receipts: list of ids
// param returns: list of ids
// param shipments: list of ids
// param cleanings: list of uids
// param movements: list of uids
// param counts: list of uids
// param statuses: list of uids
// returns: label, id, uid, texts, zone, day_start, derived

UNWIND $receipts AS id
MATCH (n:Receipt {receipt: id})-[e:RECEIVED]->()
WHERE e.received_at_text IS NOT NULL
OPTIONAL MATCH (l:Location {location: e.location})
RETURN "Receipt" AS label, id, e.uid AS uid, {received_at: e.received_at_text} AS texts, l.timezone AS zone,
       l.day_start AS day_start, COLLECT { MATCH (n)-[:OF_SHIPMENT]->(s) RETURN "shipment:" + s.shipment } AS derived
UNION ALL
UNWIND $returns AS id
MATCH (n:Return {`return`: id})-[e:RETURNED|SENT_BACK]-()
WHERE e.returned_at_text IS NOT NULL
OPTIONAL MATCH (l:Location {location: e.location})
RETURN "Return" AS label, id, e.uid AS uid, {returned_at: e.returned_at_text} AS texts, l.timezone AS zone,
       l.day_start AS day_start, COLLECT { MATCH (n)-[:OF_SHIPMENT]->(s) RETURN "shipment:" + s.shipment } AS derived
UNION ALL
UNWIND $shipments AS id
MATCH (n:Shipment {shipment: id})
OPTIONAL MATCH (l:Location {location: coalesce(n.from_location, n.to_location)})
RETURN "Shipment" AS label, id, null AS uid,
       {shipped_at: n.shipped_at_text, delivered_at: n.delivered_at_text, signed_at: n.signed_at_text} AS texts,
       l.timezone AS zone, l.day_start AS day_start,
       CASE WHEN EXISTS { (n)<-[:OF_SHIPMENT]-() } THEN ["shipment:" + id] ELSE [] END AS derived
UNION ALL
UNWIND $cleanings AS uid
MATCH (n:Cleaning {uid: uid})-[:CLEANED]->(q:Equipment)
OPTIONAL MATCH (q)-[:AT]->(l:Location)
RETURN "Cleaning" AS label, uid AS id, uid, {cleaned_at: n.cleaned_at_text} AS texts, l.timezone AS zone,
       l.day_start AS day_start, ["vessel:" + q.equipment, "line:" + q.equipment] AS derived
UNION ALL
UNWIND $movements AS uid
MATCH (n:Movement {uid: uid})
OPTIONAL MATCH (l:Location {location: coalesce(n.from_location, n.to_location)})
RETURN "Movement" AS label, uid AS id, uid, {at: n.at_text} AS texts, l.timezone AS zone, l.day_start AS day_start, [] AS derived
UNION ALL
UNWIND $counts AS uid
MATCH (n:Count {uid: uid})
OPTIONAL MATCH (l:Location {location: n.location})
RETURN "Count" AS label, uid AS id, uid, {counted_at: n.counted_at_text} AS texts, l.timezone AS zone, l.day_start AS day_start,
       [] AS derived
UNION ALL
UNWIND $statuses AS uid
MATCH (n:Status {uid: uid})
OPTIONAL MATCH (l:Location {location: n.location})
RETURN "Status" AS label, uid AS id, uid, {at: n.at_text} AS texts, l.timezone AS zone, l.day_start AS day_start, [] AS derived
