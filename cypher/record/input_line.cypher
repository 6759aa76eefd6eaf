// name: record.input_line
// mode: write
// doc: A batch consumed in a run whose flow is drawn by its parts or by a vessel.
// param rows: list of {i, props, ...}: props hold event, seq and what is recorded
// returns: i, known

UNWIND $rows AS row
MATCH (a:Batch {key: row.key})
MATCH (b:Run {run: row.run})
MERGE (a)-[e:INPUT_LINE {uid: row.uid}]->(b)
WITH row, a, b, e, e.event AS known
FOREACH (_ IN CASE WHEN known IS NULL THEN [1] ELSE [] END | SET e += row.props)
WITH row, known WHERE known IS NOT NULL
RETURN row.i AS i, known
