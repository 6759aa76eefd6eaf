// name: notices.receipts
// mode: read
// doc: What suppliers delivered of batches: their own lot number, receipt, quantity, when (microseconds since 1970).
// param keys: list of batch keys
// packed: yes
// returns: key, supplier, receipt, supplier_lot, quantity, uom, received_at, document

UNWIND $keys AS key
MATCH (b:Batch {key: key})<-[e:RECEIVED]-(r:Receipt)
WHERE e.supplier IS NOT NULL
RETURN b.key AS key, e.supplier AS supplier, r.receipt AS receipt, e.supplier_lot AS supplier_lot, e.quantity AS quantity, e.uom AS uom,
       e.received_at.epochSeconds * 1000000 + e.received_at.microsecond AS received_at, e.document AS document
