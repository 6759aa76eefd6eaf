// name: derive.line_runs
// mode: read
// doc: What ran on equipment that carries over: each run with the span it was in use, its parts, and whether its outputs are drawn apart.
// param equipment: its id
// returns: run, carry_over, uses, mapped, parts

MATCH (e:Equipment {equipment: $equipment})<-[on:RAN_ON]-(r:Run)
RETURN r.run AS run, e.carry_over AS carry_over, collect(properties(on)) AS uses, EXISTS { (r)-[:MAPS]->() } AS mapped,
       COLLECT { MATCH (r)-[:HAS_PART]->(p:Part) WHERE p.equipment IS NULL OR p.equipment = e.equipment RETURN properties(p) ORDER BY p.part } AS parts
ORDER BY run
