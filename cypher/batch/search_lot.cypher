// name: batch.search_lot
// mode: read
// doc: Batches that bear a lot number, whatever their material.
// param material: material or null
// param lot: lot number
// param limit: number of rows at most
// returns: key, material, lot, assigner, serial, name

MATCH (b:Batch {lot: $lot})
WHERE $material IS NULL OR b.material = $material
WITH b ORDER BY b.key LIMIT $limit
OPTIONAL MATCH (b)-[:OF]->(m:Material)
RETURN b.key AS key, b.material AS material, b.lot AS lot, b.assigner AS assigner, b.serial AS serial, m.name AS name
