// name: causes.runs
// mode: read
// doc: What may have gone wrong in runs: equipment, people, shift and parameters, with the materials that were made.
// param runs: list of run ids
// packed: yes
// returns: run, shift, materials, equipment, operators, parameters

UNWIND $runs AS id
MATCH (r:Run {run: id})
RETURN r.run AS run, r.shift AS shift,
       COLLECT { MATCH (r)-[:PRODUCED|OUTPUT_LINE]->(b:Batch) RETURN DISTINCT b.material ORDER BY b.material } AS materials,
       COLLECT { MATCH (r)-[:RAN_ON]->(e:Equipment) RETURN DISTINCT e.equipment } AS equipment,
       COLLECT { MATCH (r)-[:RUN_BY]->(o:Operator) RETURN DISTINCT o.operator } AS operators,
       COLLECT { MATCH (r)-[:MEASURED]->(p:Parameter) RETURN [p.parameter, p.value, coalesce(p.unit, "")] } AS parameters
