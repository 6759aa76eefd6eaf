// name: every.bare
// mode: read
// doc: The next batches that are named without assigner and not described, in order.
// param after: the last one before
// param limit: number of rows at most
// returns: key

MATCH (b:Batch) WHERE b.key > $after AND b.assigner IS NULL AND b.event IS NULL
RETURN b.key AS key ORDER BY key LIMIT $limit
