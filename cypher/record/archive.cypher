// name: record.archive
// mode: write
// doc: Record each archive once; give back those already there.
// param rows: list of {i, props, ...}: props hold event, seq and what is recorded
// returns: i, known

UNWIND $rows AS row
MERGE (n:Archive {uid: row.uid})
WITH row, n, n.event AS known
FOREACH (_ IN CASE WHEN known IS NULL THEN [1] ELSE [] END | SET n += row.props)
WITH row, known WHERE known IS NOT NULL
RETURN row.i AS i, known
