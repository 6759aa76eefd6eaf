// name: record.order
// mode: write
// doc: Record each order once; give back those already there.
// param rows: list of {i, props, ...}: props hold event, seq and what is recorded
// returns: i, known

UNWIND $rows AS row
MERGE (n:Order {uid: row.uid})
WITH row, n, n.event AS known
CALL (row, n, known) {
  WITH row, n WHERE known IS NULL
  SET n += row.props
  WITH row, n
  CALL (row, n) { MATCH (o:Batch {key: row.key}) MERGE (n)-[:RESERVES]->(o) }
  WITH row, n
  CALL (row, n) { MATCH (o:Material {material: row.material}) MERGE (n)-[:ASKS_FOR]->(o) }
  WITH row, n
  CALL (row, n) { MATCH (o:Customer {customer: row.customer}) MERGE (n)-[:ORDERED_BY]->(o) }
}
WITH row, known WHERE known IS NOT NULL
RETURN row.i AS i, known
