// name: answer.batches
// mode: read
// doc: What is described of batches.
// param keys: list of batch keys
// packed: yes
// returns: key, material, lot, assigner, serial, quantity, uom, status

UNWIND $keys AS key
MATCH (b:Batch {key: key})
RETURN b.key AS key, b.material AS material, b.lot AS lot, b.assigner AS assigner, b.serial AS serial,
       b.quantity AS quantity, b.uom AS uom, b.status AS status
