// name: ledger.head
// mode: read
// doc: What the ledger's head says: last event, name, secret of texts about people, time zone; null where it is gone.
// returns: seq, origin, secret, timezone

OPTIONAL MATCH (h:Ledger {name: "head"})
RETURN h.seq AS seq, h.origin AS origin, h.secret AS secret, h.timezone AS timezone
