// name: derive.vessel_runs
// mode: read
// doc: The charges and draws of vessels.
// param equipment: list of ids
// returns: equipment, run

UNWIND $equipment AS id
MATCH (e:Equipment {equipment: id})<-[on:RAN_ON]-(r:Run)
WHERE r.kind IN ["charge", "draw"]
  AND (on.uid = "head" OR e.kind = "vessel" OR NOT EXISTS { (r)-[:RAN_ON {uid: "head"}]->(:Equipment) })
RETURN DISTINCT e.equipment AS equipment, r.run AS run ORDER BY equipment, run
