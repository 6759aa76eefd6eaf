// name: watch.materials
// mode: read
// doc: Of which of these materials open cases cover a batch.
// param materials: list of material ids
// returns: material, case, source

MATCH (c:Case)
WHERE c.status = "open"
MATCH (c)-[e:COVERS]->(b:Batch)
WHERE e.revision = c.revision AND b.material IN $materials
RETURN b.material AS material, c.case AS case, min(b.key) AS source
ORDER BY material, case
