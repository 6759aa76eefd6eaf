// name: record.batch
// mode: write
// doc: Describe each batch that is a stub so far; give back those already described.
// param rows: list of {i, props, ...}: props hold event, seq and what is recorded
// returns: i, known

UNWIND $rows AS row
MATCH (n:Batch {key: row.node})
WITH row, n, n.event AS known
CALL (row, n, known) {
  WITH row, n WHERE known IS NULL
  SET n += row.props
}
WITH row, known WHERE known IS NOT NULL
RETURN row.i AS i, known
