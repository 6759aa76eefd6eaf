// name: answer.open_orders
// mode: read
// doc: Open and reserved orders that ask for a material without naming a batch.
// param materials: list of materials
// returns: order

UNWIND $materials AS id
MATCH (m:Material {material: id})<-[:ASKS_FOR]-(o:Order)
WHERE o.lot IS NULL AND o.status IN ["open", "reserved"]
RETURN properties(o) AS order
