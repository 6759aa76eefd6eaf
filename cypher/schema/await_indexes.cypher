// name: schema.await_indexes
// mode: read
// doc: Wait until all indexes are built.
// returns: -

CALL db.awaitIndexes(120)
