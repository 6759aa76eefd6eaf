// name: ledger.origin
// mode: read
// doc: The name of this ledger, and the number of its last event.
// returns: origin, seq

OPTIONAL MATCH (h:Ledger {name: "head"})
RETURN h.origin AS origin, h.seq AS seq
