// name: switches.utilities
// mode: read
// doc: Which of these materials are utilities.
// param materials: list of materials
// packed: yes
// returns: material

UNWIND $materials AS id
MATCH (m:Material {material: id})
WHERE m.kind = "utility"
RETURN m.material AS material
