// name: record.movement
// mode: write
// doc: Record each movement once; give back those already there.
// param rows: list of {i, props, ...}: props hold event, seq and what is recorded
// returns: i, known

UNWIND $rows AS row
MERGE (n:Movement {uid: row.uid})
WITH row, n, n.event AS known
CALL (row, n, known) {
  WITH row, n WHERE known IS NULL
  SET n += row.props
  WITH row, n
  CALL (row, n) { MATCH (o:Batch {key: row.key}) MERGE (n)-[:MOVED]->(o) }
  WITH row, n
  CALL (row, n) { MATCH (o:Location {location: row.from_location}) MERGE (n)-[:MOVED_FROM]->(o) }
  WITH row, n
  CALL (row, n) { MATCH (o:Location {location: row.to_location}) MERGE (n)-[:MOVED_TO]->(o) }
}
WITH row, known WHERE known IS NOT NULL
RETURN row.i AS i, known
