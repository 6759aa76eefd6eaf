// name: stale.runs
// mode: read
// doc: What a change of these runs touches: runs drawn by parts, vessels they charge or draw, equipment they leave residue on.
// param runs: list of run ids
// returns: apart, vessels, lines

UNWIND $runs AS id
MATCH (r:Run {run: id})
WITH r, coalesce(r.kind IN ["charge", "draw"], false) AS vessel
OPTIONAL MATCH (r)-[:RAN_ON]->(e:Equipment)
WHERE vessel OR e.carry_over
RETURN collect(DISTINCT CASE WHEN vessel OR EXISTS { (r)-[:MAPS]->() } THEN r.run END) AS apart,
       collect(DISTINCT CASE WHEN vessel THEN e.equipment END) AS vessels,
       collect(DISTINCT CASE WHEN e.carry_over THEN e.equipment END) AS lines
