// name: batch.search
// mode: read
// doc: Batches by material, lot number, or a part of the key.
// param material: material or null
// param lot: lot number or null
// param q: part of the key or null
// param limit: number of rows at most
// returns: key, material, lot, assigner, serial, name

MATCH (b:Batch)
WHERE ($lot IS NULL OR b.lot = $lot) AND ($material IS NULL OR b.material = $material)
  AND ($q IS NULL OR toLower(b.key) CONTAINS toLower($q))
WITH b ORDER BY b.key LIMIT $limit
OPTIONAL MATCH (b)-[:OF]->(m:Material)
RETURN b.key AS key, b.material AS material, b.lot AS lot, b.assigner AS assigner, b.serial AS serial, m.name AS name
