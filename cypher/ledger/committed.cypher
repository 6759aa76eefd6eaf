// name: ledger.committed
// mode: read
// doc: Whether a transaction reached the database.
// param batch: id of the transaction
// returns: found

OPTIONAL MATCH (p:Page {batch: $batch})
RETURN p IS NOT NULL AS found
