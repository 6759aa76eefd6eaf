// name: fsma.shipped_in
// mode: read
// doc: Lines of shipments in a period; those without a moment as well, so that they can be counted.
// param from: first moment
// param to: moment after the last
// param names: list of properties
// param moments: list of properties that may be times, in microseconds since 1970
// returns: kind, record, key, way, batch, line, head

MATCH (b:Batch)-[e:SHIPPED]->(s:Shipment)
WHERE s.shipped_at IS NULL OR (s.shipped_at >= $from AND s.shipped_at < $to)
// include: fsma/shipped.part
