// name: derive.erase_line
// mode: write
// doc: Take the residue on equipment out.
// param equipment: list of ids
// returns: -

UNWIND $equipment AS id
MATCH (e:Equipment {equipment: id})
OPTIONAL MATCH (e)-[:CONTAINS]->(c:Content) WHERE c.residue
DETACH DELETE c
WITH DISTINCT e
MATCH (e)<-[:RAN_ON]-(r:Run)
OPTIONAL MATCH (r)-[:HAS_PART]->(p:Part)
UNWIND [r, p] AS n
MATCH (n)-[o:CARRIED_OVER]->(:Batch) WHERE o.on = e.equipment
DELETE o
