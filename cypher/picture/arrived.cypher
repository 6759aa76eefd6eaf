// name: picture.arrived
// mode: read
// doc: Receipts of batches, and who supplied them.
// param keys: list of batch keys
// packed: yes
// returns: key, receipt, supplier, supplier_name, quantity, uom, received_at

UNWIND $keys AS key
MATCH (b:Batch {key: key})<-[e:RECEIVED]-(r:Receipt)
OPTIONAL MATCH (s:Supplier {supplier: e.supplier})
RETURN b.key AS key, r.receipt AS receipt, e.supplier AS supplier, s.name AS supplier_name, e.quantity AS quantity, e.uom AS uom,
       toString(e.received_at) AS received_at
