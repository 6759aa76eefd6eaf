// name: fsma.shipped
// mode: read
// doc: Lines of shipments of batches, with what is noted on the batch, the line and the shipment.
// param keys: list of batch keys
// returns: kind, record, batch, line, head, way

UNWIND $keys AS key
MATCH (b:Batch {key: key})-[e:SHIPPED]->(s:Shipment)
// include: fsma/shipped.part
