// name: watch.vessels
// mode: read
// doc: Which of these runs draw from a vessel whose present content holds a batch that an open case covers.
// param runs: list of run ids
// returns: run, case, source, equipment

UNWIND $runs AS id
MATCH (r:Run {run: id})-[:RAN_ON]->(q:Equipment)-[:CONTAINS]->(n:Content {current: true})
USING INDEX SEEK r:Run(run)
WHERE r.kind = "draw" AND n.residue IS NULL
MATCH (n)<-[:PRODUCED|MAYBE_PRODUCED*1..]-(p)
WITH DISTINCT r, q, p
MATCH (p)<-[:CONSUMED|MAYBE_CONSUMED]-(b:Batch)<-[e:COVERS]-(c:Case)
WHERE c.status = "open" AND e.revision = c.revision
RETURN r.run AS run, c.case AS case, min(b.key) AS source, q.equipment AS equipment
ORDER BY run, case
