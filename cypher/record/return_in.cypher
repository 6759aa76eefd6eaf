// name: record.return_in
// mode: write
// doc: Goods coming back from a customer.
// param rows: list of {i, props, ...}: props hold event, seq and what is recorded
// returns: i, known

UNWIND $rows AS row
MATCH (a:Return {`return`: row.return_id})
MATCH (b:Batch {key: row.key})
MERGE (a)-[e:RETURNED {uid: row.uid}]->(b)
WITH row, a, b, e, e.event AS known
FOREACH (_ IN CASE WHEN known IS NULL THEN [1] ELSE [] END | SET e += row.props)
CALL (row, a, b, known) { WITH row, a, b WHERE known IS NULL MATCH (o:Customer {customer: row.customer}) MERGE (o)-[:GAVE_BACK]->(a) }
CALL (row, a, b, known) { WITH row, a, b WHERE known IS NULL MATCH (o:Location {location: row.location}) MERGE (a)-[:AT]->(o) }
CALL (row, a, b, known) { WITH row, a, b WHERE known IS NULL MATCH (o:Shipment {shipment: row.shipment}) MERGE (a)-[:OF_SHIPMENT]->(o) }
WITH row, known WHERE known IS NOT NULL
RETURN row.i AS i, known
