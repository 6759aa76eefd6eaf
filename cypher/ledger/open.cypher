// name: ledger.open
// mode: write
// doc: Take the one writer lock and give back the head, whether a recall case is open, the zone of local times, and whether somebody is told.
// returns: seq, corrections, watching, timezone, telling

MATCH (h:Ledger {name: "head"})
// A value that does not depend on what was there: for one that does, Neo4j 2026.08 takes two locks in an order in which
// two writers stop each other.
SET h.writer = randomUUID()
RETURN h.seq AS seq, h.corrections AS corrections,
       EXISTS { MATCH (c:Case) WHERE c.status = "open" } AS watching, h.timezone AS timezone,
       EXISTS { MATCH (:Subscription) } AS telling
