// name: ensure.batch
// mode: write
// doc: A stub for each batch that is named and not there yet, and for its material; gives back what the new ones look like, where another looks the same.
// param rows: list of {key, alike, material, lot, assigner, serial}
// returns: alike

UNWIND $rows AS row
OPTIONAL MATCH (known:Batch {key: row.key})
WITH row WHERE known IS NULL
MERGE (m:Material {material: row.material})
CREATE (b:Batch {key: row.key, alike: row.alike, material: row.material, lot: row.lot,
                 assigner: row.assigner, serial: row.serial})-[:OF]->(m)
WITH DISTINCT b.alike AS alike
WHERE COUNT { (:Batch {alike: alike}) } > 1
RETURN alike
