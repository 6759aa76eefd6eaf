// name: case.head
// mode: read
// doc: The number of the last event.
// returns: seq

MATCH (h:Ledger {name: "head"})
RETURN coalesce(h.seq, 0) AS seq
