// name: gaps.cleans
// mode: read
// doc: Vessels, and equipment that carries over, of runs: how many of their cleans do not say what they must say to cut.
// param runs: list of run ids
// packed: yes
// returns: equipment, cleans

UNWIND $runs AS id
MATCH (r:Run {run: id})-[:RAN_ON]->(e:Equipment)
WITH e, coalesce(e.carry_over, false) AS carries, max(CASE WHEN r.kind IN ["charge", "draw"] THEN 1 ELSE 0 END) = 1 AS vessel
MATCH (e)<-[:CLEANED]-(c:Cleaning)
WHERE NOT coalesce(c.validated, false)
  AND (carries AND c.validated IS NULL
       OR vessel AND NOT coalesce(c.empty, false) AND (c.validated IS NULL OR c.empty IS NULL))
RETURN e.equipment AS equipment, count(c) AS cleans ORDER BY equipment
