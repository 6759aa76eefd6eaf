// name: fsma.received
// mode: read
// doc: Lines of receipts of batches, with what is noted on the batch and on the line.
// param keys: list of batch keys
// returns: kind, record, batch, line, head, way

UNWIND $keys AS key
MATCH (b:Batch {key: key})<-[e:RECEIVED]-(r:Receipt)
// include: fsma/received.part
