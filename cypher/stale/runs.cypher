// name: stale.runs
// mode: read
// doc: What a change of these runs touches: their mapping, their vessels, the lines they leave residue on.
// param runs: list of run ids
// returns: run, kind, mapped, misplaced, equipment

UNWIND $runs AS id
MATCH (r:Run {run: id})
OPTIONAL MATCH (r)-[on:RAN_ON]->(e:Equipment)
WITH r, collect(CASE WHEN e IS NULL THEN null ELSE {equipment: e.equipment, kind: e.kind, head: on.uid = "head", carry_over: e.carry_over} END) AS equipment
RETURN r.run AS run, r.kind AS kind, EXISTS { (r)-[:MAPS]->() } AS mapped,
       EXISTS { (r)-[:PRODUCED]->(:Batch) } OR EXISTS { (r)<-[:CONSUMED]-(:Batch) } OR EXISTS { (r)-[:INPUT_LINE|OUTPUT_LINE]-() } AS misplaced, equipment
