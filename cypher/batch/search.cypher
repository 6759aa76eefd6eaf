// name: batch.search
// mode: read
// doc: Batches by material, lot number, or a text that is part of the key, of the lot or of the material's name.
// param material: material or null
// param lot: lot number or null
// param q: part of key, lot or name, or null
// param limit: number of rows at most
// returns: key, material, lot, assigner, serial, name

WITH toLower($q) AS part
WITH part, COLLECT { MATCH (m:Material) WHERE toLower(m.name) CONTAINS part RETURN m.material } AS named
MATCH (b:Batch)
WHERE ($lot IS NULL OR b.lot = $lot) AND ($material IS NULL OR b.material = $material)
  AND (part IS NULL OR toLower(b.key) CONTAINS part OR toLower(b.lot) CONTAINS part OR b.material IN named)
WITH b ORDER BY b.key LIMIT $limit
OPTIONAL MATCH (b)-[:OF]->(m:Material)
RETURN b.key AS key, b.material AS material, b.lot AS lot, b.assigner AS assigner, b.serial AS serial, m.name AS name
