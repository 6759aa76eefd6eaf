// name: batch.search_material
// mode: read
// doc: Batches of a material; with a text, those of which it is part of the key, of the lot or of the material's name.
// param material: material
// param q: part of key, lot or name, or null
// param limit: number of rows at most
// returns: key, material, lot, assigner, serial, name

MATCH (m:Material {material: $material})<-[:OF]-(b:Batch)
WHERE $q IS NULL OR toLower(b.key) CONTAINS toLower($q) OR toLower(b.lot) CONTAINS toLower($q) OR toLower(m.name) CONTAINS toLower($q)
WITH m, b ORDER BY b.key LIMIT $limit
RETURN b.key AS key, b.material AS material, b.lot AS lot, b.assigner AS assigner, b.serial AS serial, m.name AS name
