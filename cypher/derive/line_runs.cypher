// name: derive.line_runs
// mode: read
// doc: What ran on equipment that carries over: each run with the span it was in use, its parts, and whether its outputs are drawn apart.
// param equipment: list of ids
// returns: equipment, run, uses, mapped, parts

UNWIND $equipment AS id
MATCH (e:Equipment {equipment: id})<-[on:RAN_ON]-(r:Run)
WHERE e.carry_over
RETURN e.equipment AS equipment, r.run AS run, collect({from: on.from.epochSeconds * 1000000 + on.from.microsecond, from_end: on.from_end.epochSeconds * 1000000 + on.from_end.microsecond, to: on.to.epochSeconds * 1000000 + on.to.microsecond, to_end: on.to_end.epochSeconds * 1000000 + on.to_end.microsecond}) AS uses, EXISTS { (r)-[:MAPS]->() } AS mapped,
       COLLECT { MATCH (r)-[:HAS_PART]->(p:Part) RETURN p {.part, .role, inside: coalesce(p.equipment = e.equipment, false), at: p.at.epochSeconds * 1000000 + p.at.microsecond, at_end: p.at_end.epochSeconds * 1000000 + p.at_end.microsecond} ORDER BY p.part } AS parts
ORDER BY equipment, run
