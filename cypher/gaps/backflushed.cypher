// name: gaps.backflushed
// mode: read
// doc: Consumptions of these materials that name no lot (rule 4).
// param materials: list of materials
// returns: material, run

UNWIND $materials AS id
MATCH (m:Material {material: id})-[:BACKFLUSHED]->(r:Run)
RETURN DISTINCT m.material AS material, r.run AS run ORDER BY material, run
