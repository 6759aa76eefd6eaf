// name: ledger.import_ended
// mode: write
// doc: The ledger is imported and the graph drawn.
// param sha256: hash of the file
// returns: -

MATCH (h:Ledger {name: "head", importing: $sha256})
SET h.importing = null
