// name: answer.stock
// mode: read
// doc: Movements, counts, statuses and orders of batches.
// param keys: list of batch keys
// packed: yes
// returns: key, what, props

UNWIND $keys AS key
MATCH (b:Batch {key: key})<-[:MOVED|COUNTED|MARKED|RESERVES]-(n)
RETURN b.key AS key, head(labels(n)) AS what, n {.kind, .from_location, .to_location, .location, .quantity, .uom, .status, .order, .customer, due: toString(n.due),
          at: coalesce(n.at.epochSeconds, n.counted_at.epochSeconds) * 1000000
              + coalesce(n.at.microsecond, n.counted_at.microsecond),
          at_end: coalesce(n.at_end.epochSeconds, n.counted_at_end.epochSeconds) * 1000000
                  + coalesce(n.at_end.microsecond, n.counted_at_end.microsecond)} AS props
