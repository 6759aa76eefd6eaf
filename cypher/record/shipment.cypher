// name: record.shipment
// mode: write
// doc: Describe each shipment that is a stub so far; give back those already described.
// param rows: list of {i, props, ...}: props hold event, seq and what is recorded
// returns: i, known

UNWIND $rows AS row
MATCH (n:Shipment {shipment: row.node})
WITH row, n, n.event AS known
CALL (row, n, known) {
  WITH row, n WHERE known IS NULL
  SET n += row.props
  WITH row, n
  CALL (row, n) { MATCH (o:Customer {customer: row.customer}) MERGE (n)-[:DELIVERED_TO]->(o) }
  WITH row, n
  CALL (row, n) { MATCH (o:Location {location: row.from_location}) MERGE (n)-[:AT]->(o) }
  WITH row, n
  CALL (row, n) { MATCH (o:Location {location: row.to_location}) MERGE (n)-[:BOUND_FOR]->(o) }
}
WITH row, known WHERE known IS NOT NULL
RETURN row.i AS i, known
