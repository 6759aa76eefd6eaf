// name: record.alarm
// mode: write
// doc: Record each alarm once; give back those already there.
// param rows: list of {i, props, ...}: props hold event, seq and what is recorded
// returns: i, known

UNWIND $rows AS row
MERGE (n:Alarm {uid: row.uid})
WITH row, n, n.event AS known
CALL (row, n, known) {
  WITH row, n WHERE known IS NULL
  SET n += row.props
  WITH row, n
  CALL (row, n) { MATCH (c:Case {case: row.case}) MERGE (c)-[:ALARMED]->(n) }
  WITH row, n
  CALL (row, n) { MATCH (o:Batch {key: row.key}) MERGE (n)-[:ABOUT]->(o) }
}
WITH row, known WHERE known IS NOT NULL
RETURN row.i AS i, known
