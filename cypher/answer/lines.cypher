// name: answer.lines
// mode: read
// doc: Recorded lines that bring batches in or take them away, shipments apart, with place and time (microseconds).
// param keys: list of batch keys
// packed: yes
// returns: key, type, quantity, uom, place, at, at_end

UNWIND $keys AS key
MATCH (b:Batch {key: key})-[e:PRODUCED|OUTPUT_LINE|CONSUMED|INPUT_LINE|RECEIVED|RETURNED|SENT_BACK]-(n)
WHERE e.uid IS NOT NULL
WITH b, e, n, coalesce(e.at, e.received_at, e.returned_at, n.started_at, n.ended_at) AS at,
     CASE WHEN e.at IS NOT NULL THEN e.at_end WHEN e.received_at IS NOT NULL THEN e.received_at_end
          WHEN e.returned_at IS NOT NULL THEN e.returned_at_end
          ELSE coalesce(n.ended_at_end, n.ended_at) END AS at_end
RETURN b.key AS key, type(e) AS type, e.quantity AS quantity, e.uom AS uom, coalesce(e.location, n.location) AS place,
       at.epochSeconds * 1000000 + at.microsecond AS at, at_end.epochSeconds * 1000000 + at_end.microsecond AS at_end
