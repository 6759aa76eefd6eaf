// name: derive.line_runs
// mode: read
// doc: What ran on equipment that carries over: each run with the span it was in use, its parts, and whether its outputs are drawn apart.
// param equipment: its id
// returns: run, carry_over, uses, mapped, parts

MATCH (e:Equipment {equipment: $equipment})<-[on:RAN_ON]-(r:Run)
RETURN r.run AS run, e.carry_over AS carry_over, collect({from: on.from.epochSeconds * 1000000 + on.from.microsecond, from_end: on.from_end.epochSeconds * 1000000 + on.from_end.microsecond, to: on.to.epochSeconds * 1000000 + on.to.microsecond, to_end: on.to_end.epochSeconds * 1000000 + on.to_end.microsecond}) AS uses, EXISTS { (r)-[:MAPS]->() } AS mapped,
       COLLECT { MATCH (r)-[:HAS_PART]->(p:Part) RETURN p {.part, .role, inside: coalesce(p.equipment = e.equipment, false), at: p.at.epochSeconds * 1000000 + p.at.microsecond, at_end: p.at_end.epochSeconds * 1000000 + p.at_end.microsecond} ORDER BY p.part } AS parts
ORDER BY run
