// name: ledger.import_begun
// mode: write
// doc: Mark the database as one into which a ledger is being imported.
// param sha256: hash of the file
// param origin: name of the ledger
// returns: -

MATCH (h:Ledger {name: "head"})
SET h.importing = $sha256, h.origin = $origin
