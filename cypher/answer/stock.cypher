// name: answer.stock
// mode: read
// doc: Movements, counts, statuses and orders of batches that are not closed. Times in microseconds since 1970.
// param keys: list of batch keys
// packed: yes
// returns: key, what, kind, quantity, uom, place, to_place, status, at, at_end, order, customer, due

UNWIND $keys AS key
MATCH (b:Batch {key: key})<-[:MOVED|COUNTED|MARKED|RESERVES]-(n)
WHERE NOT n:Order OR n.status IS NULL OR n.status <> "closed"
WITH b, n, coalesce(n.at, n.counted_at) AS at, coalesce(n.at_end, n.counted_at_end) AS at_end
RETURN b.key AS key, head(labels(n)) AS what, n.kind AS kind, n.quantity AS quantity, n.uom AS uom,
       coalesce(n.from_location, n.location) AS place, n.to_location AS to_place, n.status AS status,
       at.epochSeconds * 1000000 + at.microsecond AS at, at_end.epochSeconds * 1000000 + at_end.microsecond AS at_end,
       n.order AS order, n.customer AS customer, toString(n.due) AS due
