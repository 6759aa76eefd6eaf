// name: answer.stock
// mode: read
// doc: Movements, counts, statuses and orders of batches.
// param keys: list of batch keys
// returns: key, what, props

UNWIND $keys AS key
MATCH (b:Batch {key: key})<-[:MOVED|COUNTED|MARKED|RESERVES]-(n)
RETURN b.key AS key, head(labels(n)) AS what, properties(n) AS props
