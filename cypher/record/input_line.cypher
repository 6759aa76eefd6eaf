// name: record.input_line
// mode: write
// doc: A batch consumed in a run whose flow is drawn by its parts or by a vessel.
// param rows: list of {i, props, ...}: props hold event, seq and what is recorded
// returns: i, known

UNWIND $rows AS row
MATCH (a:Batch {key: row.key})
MATCH (b:Run {run: row.run})
// A run that became such a one has its lines as those of a plain run until it is settled.
OPTIONAL MATCH (a)-[was:INPUT_LINE|CONSUMED|MAYBE_CONSUMED {uid: row.uid}]->(b)
WITH row, a, b, head(collect(was.event)) AS known
FOREACH (_ IN CASE WHEN known IS NULL THEN [1] ELSE [] END |
  CREATE (a)-[e:INPUT_LINE {uid: row.uid}]->(b) SET e += row.props)
WITH row, known WHERE known IS NOT NULL
RETURN row.i AS i, known
