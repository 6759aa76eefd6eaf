// name: derive.erase_vessel
// mode: write
// doc: Take the contents of a vessel, and the parts of its charges and draws, out.
// param equipment: its id
// returns: -

MATCH (e:Equipment {equipment: $equipment})
OPTIONAL MATCH (e)-[:CONTAINS]->(c:Content) WHERE c.residue IS NULL
WITH e, collect(c) AS contents
OPTIONAL MATCH (e)<-[:RAN_ON]-(:Run)-[:HAS_PART]->(p:Part) WHERE p.equipment = e.equipment
WITH contents, collect(DISTINCT p) AS parts
FOREACH (n IN contents + parts | DETACH DELETE n)
