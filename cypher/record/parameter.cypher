// name: record.parameter
// mode: write
// doc: Record each parameter once; give back those already there.
// param rows: list of {i, props, ...}: props hold event, seq and what is recorded
// returns: i, known

UNWIND $rows AS row
MERGE (n:Parameter {uid: row.uid})
WITH row, n, n.event AS known
CALL (row, n, known) {
  WITH row, n WHERE known IS NULL
  SET n += row.props
  WITH row, n
  CALL (row, n) { MATCH (o:Run {run: row.run}) MERGE (o)-[:MEASURED]->(n) }
}
WITH row, known WHERE known IS NOT NULL
RETURN row.i AS i, known
