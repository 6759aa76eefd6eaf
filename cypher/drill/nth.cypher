// name: drill.nth
// mode: read
// doc: The batch at that place, in the order of keys, of those that can be drawn for a drill.
// param kind: raw or finished
// param place: number from 0
// returns: key

MATCH (m:Material)<-[:OF]-(b:Batch)
WHERE m.kind = $kind OR m.kind IS NULL AND ($kind = "raw" AND EXISTS { (b)<-[:RECEIVED]-(:Receipt) } OR $kind = "finished" AND EXISTS { (b)-[:SHIPPED]->(:Shipment) })
RETURN b.key AS key ORDER BY key SKIP toInteger($place) LIMIT 1
