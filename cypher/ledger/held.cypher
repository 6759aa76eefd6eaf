// name: ledger.held
// mode: read
// doc: Cases that are not over, and the batches that they cover or covered, as objects with a history.
// returns: kind, id

MATCH (c:Case) WHERE NOT c.status IN ["closed", "cancelled"]
RETURN "case" AS kind, c.case AS id
UNION
MATCH (c:Case)-[:COVERS]->(b:Batch) WHERE NOT c.status IN ["closed", "cancelled"]
RETURN "batch" AS kind, b.key AS id
