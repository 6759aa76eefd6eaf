// name: ledger.head
// mode: read
// doc: What the ledger's head says: last event, corrections, name, secret, time zone; null where it is gone.
// returns: seq, corrections, origin, secret, timezone

OPTIONAL MATCH (h:Ledger {name: "head"})
RETURN h.seq AS seq, h.corrections AS corrections, h.origin AS origin, h.secret AS secret, h.timezone AS timezone
