// name: answer.materials
// mode: read
// doc: Names and units of materials.
// param materials: list of materials
// packed: yes
// returns: material, name, uom

UNWIND $materials AS id
MATCH (m:Material {material: id})
RETURN m.material AS material, m.name AS name, m.uom AS uom
