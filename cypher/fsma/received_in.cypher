// name: fsma.received_in
// mode: read
// doc: Lines of receipts in a period; those without a moment as well, so that they can be counted.
// param from: first moment
// param to: moment after the last
// param names: list of properties
// param moments: list of properties that may be times, in microseconds since 1970
// returns: kind, record, key, way, batch, line, head

MATCH (b:Batch)<-[e:RECEIVED]-(r:Receipt)
WHERE e.received_at IS NULL OR (e.received_at >= $from AND e.received_at < $to)
// include: fsma/received.part
