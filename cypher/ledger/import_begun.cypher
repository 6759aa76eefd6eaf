// name: ledger.import_begun
// mode: write
// doc: Mark the database as one into which a ledger is being imported.
// param sha256: hash of the file
// param origin: name of the ledger
// param timezone: IANA name of the zone by which its local times were read
// returns: -

MATCH (h:Ledger {name: "head"})
SET h.importing = $sha256, h.origin = $origin, h.timezone = $timezone
