// name: fsma.shipped
// mode: read
// doc: Lines of shipments of batches, with what is noted on the batch, the line and the shipment.
// param keys: list of batch keys
// param names: list of properties
// param moments: list of properties that may be times, in microseconds since 1970
// returns: kind, record, key, way, batch, line, head

UNWIND $keys AS key
MATCH (b:Batch {key: key})-[e:SHIPPED]->(s:Shipment)
// include: fsma/shipped.part
