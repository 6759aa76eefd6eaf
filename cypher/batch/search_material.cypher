// name: batch.search_material
// mode: read
// doc: Batches of a material.
// param material: material
// param q: part of the key or null
// param limit: number of rows at most
// returns: key, material, lot, assigner, serial, name

MATCH (m:Material {material: $material})<-[:OF]-(b:Batch)
WHERE $q IS NULL OR toLower(b.key) CONTAINS toLower($q)
WITH m, b ORDER BY b.key LIMIT $limit
RETURN b.key AS key, b.material AS material, b.lot AS lot, b.assigner AS assigner, b.serial AS serial, m.name AS name
