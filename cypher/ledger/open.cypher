// name: ledger.open
// mode: write
// doc: Take the one writer lock and give back the head, and whether a recall case is open.
// returns: seq, secret, corrections, watching

MATCH (h:Ledger {name: "head"})
SET h.writer = coalesce(h.writer, 0) + 1
RETURN h.seq AS seq, h.secret AS secret, h.corrections AS corrections,
       EXISTS { MATCH (c:Case) WHERE c.status = "open" } AS watching
