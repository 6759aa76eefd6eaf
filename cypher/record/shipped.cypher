// name: record.shipped
// mode: write
// doc: A line of a shipment.
// param rows: list of {i, props, ...}: props hold event, seq and what is recorded
// returns: i, known

UNWIND $rows AS row
MATCH (a:Batch {key: row.key})
MATCH (b:Shipment {shipment: row.shipment})
MERGE (a)-[e:SHIPPED {uid: row.uid}]->(b)
WITH row, a, b, e, e.event AS known
FOREACH (_ IN CASE WHEN known IS NULL THEN [1] ELSE [] END | SET e += row.props)
WITH row, known WHERE known IS NOT NULL
RETURN row.i AS i, known
