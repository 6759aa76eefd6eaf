// name: every.alike
// mode: read
// doc: What the next batches look like, in order, as often as they do.
// param after: the last one before
// param limit: number of rows at most
// returns: key

MATCH (b:Batch) WHERE b.alike > $after
RETURN b.alike AS key ORDER BY key LIMIT $limit
