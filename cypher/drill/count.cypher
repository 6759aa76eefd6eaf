// name: drill.count
// mode: read
// doc: How many batches can be drawn for a drill.
// param kind: raw or finished
// returns: batches

MATCH (m:Material)<-[:OF]-(b:Batch)
WHERE m.kind = $kind OR m.kind IS NULL AND ($kind = "raw" AND EXISTS { (b)<-[:RECEIVED]-(:Receipt) } OR $kind = "finished" AND EXISTS { (b)-[:SHIPPED]->(:Shipment) })
RETURN count(b) AS batches
