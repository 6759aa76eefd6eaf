// name: every.runs
// mode: read
// doc: The next runs, in order.
// param after: the last one before
// param limit: number of rows at most
// returns: key

MATCH (r:Run) WHERE r.run > $after
RETURN r.run AS key ORDER BY key LIMIT $limit
