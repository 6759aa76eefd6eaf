// name: derive.erase_vessel
// mode: write
// doc: Take the contents of vessels, and the parts of their charges and draws, out.
// param equipment: list of ids
// returns: -

UNWIND $equipment AS id
MATCH (e:Equipment {equipment: id})
OPTIONAL MATCH (e)-[:CONTAINS]->(c:Content) WHERE c.residue IS NULL
WITH e, collect(c) AS contents
OPTIONAL MATCH (e)<-[:RAN_ON]-(:Run)-[:HAS_PART]->(p:Part) WHERE p.equipment = e.equipment
WITH e, contents, collect(DISTINCT p) AS parts
FOREACH (n IN contents + parts | DETACH DELETE n)
