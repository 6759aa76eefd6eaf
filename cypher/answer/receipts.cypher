// name: answer.receipts
// mode: read
// doc: Receipt lines of batches, with supplier and the shipment of ours they answer.
// param keys: list of batch keys
// packed: yes
// returns: key, receipt, supplier, name, shipment, described

UNWIND $keys AS key
MATCH (b:Batch {key: key})<-[e:RECEIVED]-(r:Receipt)
OPTIONAL MATCH (s:Supplier {supplier: e.supplier})
RETURN b.key AS key, r.receipt AS receipt, e.supplier AS supplier, s.name AS name, e.shipment AS shipment, s.event IS NOT NULL AS described
