// name: finder.cleans
// mode: read
// doc: Equipment whose cleans do not say what they must say to cut, how many, and the runs on it.
// returns: equipment, cleans, runs

MATCH (e:Equipment)<-[:CLEANED]-(c:Cleaning)
WHERE NOT coalesce(c.validated, false)
WITH e, c, EXISTS { MATCH (e)<-[:RAN_ON]-(r:Run) WHERE r.kind IN ["charge", "draw"] } AS vessel
WHERE coalesce(e.carry_over, false) AND c.validated IS NULL
      OR vessel AND NOT coalesce(c.empty, false) AND (c.validated IS NULL OR c.empty IS NULL)
WITH e, count(c) AS cleans
RETURN e.equipment AS equipment, cleans, COLLECT { MATCH (e)<-[:RAN_ON]-(r:Run) RETURN DISTINCT r.run } AS runs ORDER BY equipment
