// name: answer.materials
// mode: read
// doc: Names and units of materials, whether they are described, and their declared factors: from, to, factor.
// param materials: list of materials
// packed: yes
// returns: material, name, uom, described, factors

UNWIND $materials AS id
MATCH (m:Material {material: id})
RETURN m.material AS material, m.name AS name, m.uom AS uom, m.event IS NOT NULL AS described,
       COLLECT { MATCH (m)<-[:CONVERTS]-(c:Conversion) RETURN [c.from_uom, c.to_uom, c.factor] } AS factors
