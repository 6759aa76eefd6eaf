// name: ledger.import_state
// mode: read
// doc: The last event, whether there is anything but the head, and the hash of the file that is being imported.
// returns: seq, nodes, importing

MATCH (h:Ledger {name: "head"})
RETURN h.seq AS seq, EXISTS { MATCH (n) WHERE NOT n:Ledger } AS nodes, h.importing AS importing
