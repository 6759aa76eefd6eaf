// name: record.return_out
// mode: write
// doc: Goods going back to a supplier.
// param rows: list of {i, props, ...}: props hold event, seq and what is recorded
// returns: i, known

UNWIND $rows AS row
MATCH (a:Batch {key: row.key})
MATCH (b:Return {`return`: row.return_id})
MERGE (a)-[e:SENT_BACK {uid: row.uid}]->(b)
WITH row, a, b, e, e.event AS known
FOREACH (_ IN CASE WHEN known IS NULL THEN [1] ELSE [] END | SET e += row.props)
CALL (row, a, b, known) { WITH row, a, b WHERE known IS NULL MATCH (o:Supplier {supplier: row.supplier}) MERGE (b)-[:RETURNED_TO]->(o) }
CALL (row, a, b, known) { WITH row, a, b WHERE known IS NULL MATCH (o:Location {location: row.location}) MERGE (b)-[:AT]->(o) }
WITH row, known WHERE known IS NOT NULL
RETURN row.i AS i, known
