// name: fsma.received
// mode: read
// doc: Lines of receipts of batches, with what is noted on the batch and on the line.
// param keys: list of batch keys
// param names: list of properties
// param moments: list of properties that may be times, in microseconds since 1970
// returns: kind, record, key, way, batch, line, head

UNWIND $keys AS key
MATCH (b:Batch {key: key})<-[e:RECEIVED]-(r:Receipt)
// include: fsma/received.part
