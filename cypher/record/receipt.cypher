// name: record.receipt
// mode: write
// doc: A line of goods coming in, with its supplier, place and the shipment it may answer.
// param rows: list of {i, props, ...}: props hold event, seq and what is recorded
// returns: i, known

UNWIND $rows AS row
MATCH (a:Receipt {receipt: row.receipt})
MATCH (b:Batch {key: row.key})
MERGE (a)-[e:RECEIVED {uid: row.uid}]->(b)
WITH row, a, b, e, e.event AS known
FOREACH (_ IN CASE WHEN known IS NULL THEN [1] ELSE [] END | SET e += row.props)
CALL (row, a, b, known) { WITH row, a, b WHERE known IS NULL MATCH (o:Supplier {supplier: row.supplier}) MERGE (o)-[:SUPPLIED]->(a) }
CALL (row, a, b, known) { WITH row, a, b WHERE known IS NULL MATCH (o:Location {location: row.location}) MERGE (a)-[:AT]->(o) }
CALL (row, a, b, known) { WITH row, a, b WHERE known IS NULL MATCH (o:Shipment {shipment: row.shipment}) MERGE (a)-[:OF_SHIPMENT]->(o) }
WITH row, known WHERE known IS NOT NULL
RETURN row.i AS i, known
