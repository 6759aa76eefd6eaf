// name: ledger.import_begun
// mode: write
// doc: Mark the database as one into which a ledger is being imported.
// param sha256: hash of the file
// returns: -

MATCH (h:Ledger {name: "head"})
SET h.importing = $sha256
