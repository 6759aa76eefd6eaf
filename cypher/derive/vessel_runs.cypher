// name: derive.vessel_runs
// mode: read
// doc: The charges and draws of a vessel.
// param equipment: its id
// returns: run

MATCH (e:Equipment {equipment: $equipment})<-[on:RAN_ON]-(r:Run)
WHERE r.kind IN ["charge", "draw"]
  AND (on.uid = "head" OR e.kind = "vessel" OR NOT EXISTS { (r)-[:RAN_ON {uid: "head"}]->(:Equipment) })
RETURN DISTINCT r.run AS run ORDER BY run
