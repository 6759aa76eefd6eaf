// name: case.list
// mode: read
// doc: All cases as they stand, with how much each covers.
// returns: case, title, class, status, revision, seeds, computed_at, batches, alarms

MATCH (c:Case)
MATCH (c)-[:FROZE]->(r:Revision {revision: c.revision})
RETURN c.case AS case, c.title AS title, r.class AS class, c.status AS status, c.revision AS revision, r.seeds AS seeds,
       toString(r.computed_at) AS computed_at, COUNT { (c)-[e:COVERS]->() WHERE e.revision = c.revision } AS batches,
       COUNT { (c)-[:ALARMED]->() } AS alarms
ORDER BY case
