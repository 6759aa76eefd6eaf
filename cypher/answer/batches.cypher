// name: answer.batches
// mode: read
// doc: What is described of batches and their materials, as columns.
// param keys: list of batch keys
// returns: key, material, lot, assigner, serial, quantity, uom, status, described, name, material_uom, expires_on, produced_at

UNWIND $keys AS key
MATCH (b:Batch {key: key})
OPTIONAL MATCH (b)-[:OF]->(m:Material)
RETURN b.key AS key, b.material AS material, b.lot AS lot, b.assigner AS assigner, b.serial AS serial, b.quantity AS quantity,
       b.uom AS uom, b.status AS status, b.event IS NOT NULL AS described, m.name AS name, m.uom AS material_uom,
       toString(b.expires_on) AS expires_on, toString(b.produced_at) AS produced_at
