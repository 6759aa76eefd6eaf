// name: schema.version
// mode: read
// doc: The schema version and sequence number of this database.
// returns: version, seq

OPTIONAL MATCH (h:Ledger {name: "head"})
RETURN h.schema AS version, h.seq AS seq
