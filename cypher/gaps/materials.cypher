// name: gaps.materials
// mode: read
// doc: Which of these materials are named, but not described.
// param materials: list of materials
// packed: yes
// returns: material

UNWIND $materials AS id
MATCH (m:Material {material: id})
WHERE m.event IS NULL
RETURN m.material AS material
