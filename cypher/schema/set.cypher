// name: schema.set
// mode: write
// doc: Record the schema version.
// param version: number
// returns: -

MATCH (h:Ledger {name: "head"})
SET h.schema = $version
