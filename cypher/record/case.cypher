// name: record.case
// mode: write
// doc: Record each revision of a case once; give back those already there.
// param rows: list of {i, props, ...}: props hold event, seq and what is recorded
// returns: i, known

UNWIND $rows AS row
MERGE (n:Revision {uid: row.uid})
WITH row, n, n.event AS known
CALL (row, n, known) {
  WITH row, n WHERE known IS NULL
  SET n += row.props
  WITH row, n
  CALL (row, n) {
    MATCH (c:Case {case: row.case}) MERGE (c)-[:FROZE]->(n)
    SET c.title = row.props.title, c.revision = row.props.revision, c.status = coalesce(c.status, "draft")
  }
}
WITH row, known WHERE known IS NOT NULL
RETURN row.i AS i, known
