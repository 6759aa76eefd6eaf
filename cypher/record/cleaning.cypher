// name: record.cleaning
// mode: write
// doc: Record each cleaning once; give back those already there.
// param rows: list of {i, props, ...}: props hold event, seq and what is recorded
// returns: i, known

UNWIND $rows AS row
MERGE (n:Cleaning {uid: row.uid})
WITH row, n, n.event AS known
CALL (row, n, known) {
  WITH row, n WHERE known IS NULL
  SET n += row.props
  WITH row, n
  CALL (row, n) { MATCH (o:Equipment {equipment: row.equipment}) MERGE (n)-[:CLEANED]->(o) }
}
WITH row, known WHERE known IS NOT NULL
RETURN row.i AS i, known
