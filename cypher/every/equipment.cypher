// name: every.equipment
// mode: read
// doc: The next equipment, in order.
// param after: the last one before
// param limit: number of rows at most
// returns: key

MATCH (e:Equipment) WHERE e.equipment > $after
RETURN e.equipment AS key ORDER BY key LIMIT $limit
