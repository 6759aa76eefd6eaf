// name: case.returned
// mode: read
// doc: What customers gave back of batches; where a return names no customer, that of its shipment.
// param keys: list of batch keys
// packed: yes
// returns: key, customer, quantity, uom, at

UNWIND $keys AS key
MATCH (b:Batch {key: key})<-[e:RETURNED]-(:Return)
OPTIONAL MATCH (s:Shipment {shipment: e.shipment})
RETURN b.key AS key, coalesce(e.customer, s.customer) AS customer, e.quantity AS quantity, e.uom AS uom,
       e.returned_at.epochSeconds * 1000000 + e.returned_at.microsecond AS at
