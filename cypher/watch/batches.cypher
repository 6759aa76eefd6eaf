// name: watch.batches
// mode: read
// doc: Which of these batches open cases cover.
// param keys: list of batch keys
// returns: key, case, revision, quarantine

UNWIND $keys AS key
MATCH (b:Batch {key: key})<-[e:COVERS]-(c:Case)
USING INDEX SEEK b:Batch(key)
WHERE c.status = "open" AND e.revision = c.revision
MATCH (c)-[:FROZE]->(r:Revision {revision: c.revision})
RETURN b.key AS key, c.case AS case, c.revision AS revision, r.quarantine AS quarantine
ORDER BY key, case
