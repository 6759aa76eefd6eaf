// name: seeds.runs
// mode: read
// doc: Runs by id, equipment, person, shift or parameter, with all that a seed may ask of them (times in microseconds since 1970, null unknown). By shift or parameter every run there is, or every reading, is looked at.
// param runs: list of run ids
// param equipment: list of equipment ids
// param operators: list of operator ids
// param shifts: list of shifts
// param parameters: list of parameter names
// param reading: the parameter whose readings come along; empty for none
// packed: yes
// returns: run, kind, shift, times, equipment, operators, readings, parts

CALL () {
  UNWIND $runs AS id MATCH (r:Run {run: id}) RETURN r
  UNION
  UNWIND $equipment AS id MATCH (:Equipment {equipment: id})<-[:RAN_ON]-(r:Run) RETURN r
  UNION
  UNWIND $operators AS id MATCH (:Operator {operator: id})<-[:RUN_BY]-(r:Run) RETURN r
  UNION
  UNWIND $shifts AS id MATCH (r:Run {shift: id}) RETURN r
  UNION
  UNWIND $parameters AS id MATCH (:Parameter {parameter: id})<-[:MEASURED]-(r:Run) RETURN r
}
RETURN r.run AS run, r.kind AS kind, r.shift AS shift,
       {started_at: r.started_at.epochSeconds * 1000000 + r.started_at.microsecond, started_at_end: r.started_at_end.epochSeconds * 1000000 + r.started_at_end.microsecond,
        ended_at: r.ended_at.epochSeconds * 1000000 + r.ended_at.microsecond, ended_at_end: r.ended_at_end.epochSeconds * 1000000 + r.ended_at_end.microsecond} AS times,
       COLLECT { MATCH (r)-[u:RAN_ON]->(e:Equipment)
                 RETURN {id: e.equipment, from: u.from.epochSeconds * 1000000 + u.from.microsecond, from_end: u.from_end.epochSeconds * 1000000 + u.from_end.microsecond, to: u.to.epochSeconds * 1000000 + u.to.microsecond, to_end: u.to_end.epochSeconds * 1000000 + u.to_end.microsecond} } AS equipment,
       COLLECT { MATCH (r)-[u:RUN_BY]->(o:Operator)
                 RETURN {id: o.operator, from: u.from.epochSeconds * 1000000 + u.from.microsecond, from_end: u.from_end.epochSeconds * 1000000 + u.from_end.microsecond, to: u.to.epochSeconds * 1000000 + u.to.microsecond, to_end: u.to_end.epochSeconds * 1000000 + u.to_end.microsecond} } AS operators,
       COLLECT { MATCH (r)-[:MEASURED]->(p:Parameter) WHERE p.parameter = $reading
                 RETURN p {.value, .unit, at: p.at.epochSeconds * 1000000 + p.at.microsecond, at_end: p.at_end.epochSeconds * 1000000 + p.at_end.microsecond} } AS readings,
       COLLECT { MATCH (r)-[:HAS_PART]->(p:Part) RETURN p.part ORDER BY p.part } AS parts
ORDER BY run
