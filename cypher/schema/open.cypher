// name: schema.open
// mode: write
// doc: Make the head if there is none; give back the schema version.
// returns: version

MERGE (h:Ledger {name: "head"})
ON CREATE SET h.seq = 0, h.corrections = 0, h.secret = randomUUID() + randomUUID(), h.schema = 0
SET h.origin = coalesce(h.origin, randomUUID())
RETURN h.schema AS version
