// name: answer.conversions
// mode: read
// doc: Declared factors between units; and, from no unit, the one that a material has of its own.
// param materials: list of materials
// packed: yes
// returns: material, from_uom, to_uom, factor

UNWIND $materials AS id
MATCH (m:Material {material: id})<-[:CONVERTS]-(c:Conversion)
RETURN m.material AS material, c.from_uom AS from_uom, c.to_uom AS to_uom, c.factor AS factor
UNION ALL
UNWIND $materials AS id
MATCH (m:Material {material: id})
WHERE m.uom IS NOT NULL
RETURN m.material AS material, null AS from_uom, m.uom AS to_uom, 1.0 AS factor
