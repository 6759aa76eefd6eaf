// name: record.case_entry
// mode: write
// doc: Record each step of a case once; give back those already there.
// param rows: list of {i, props, ...}: props hold event, seq and what is recorded
// returns: i, known

UNWIND $rows AS row
MERGE (n:CaseEntry {uid: row.uid})
WITH row, n, n.event AS known
CALL (row, n, known) {
  WITH row, n WHERE known IS NULL
  SET n += row.props
  WITH row, n
  CALL (row, n) {
    MATCH (c:Case {case: row.case}) MERGE (c)-[:STEPPED]->(n)
    SET c.number = row.props.number, c.status = coalesce(row.props.status, c.status)
  }
}
WITH row, known WHERE known IS NOT NULL
RETURN row.i AS i, known
