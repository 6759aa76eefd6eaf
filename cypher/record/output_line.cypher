// name: record.output_line
// mode: write
// doc: A batch produced by a run whose flow is drawn by its parts or by a vessel.
// param rows: list of {i, props, ...}: props hold event, seq and what is recorded
// returns: i, known

UNWIND $rows AS row
MATCH (a:Run {run: row.run})
MATCH (b:Batch {key: row.key})
// A run that became such a one has its lines as those of a plain run until it is settled.
OPTIONAL MATCH (a)-[was:OUTPUT_LINE|PRODUCED {uid: row.uid}]->(b)
WITH row, a, b, head(collect(was.event)) AS known
FOREACH (_ IN CASE WHEN known IS NULL THEN [1] ELSE [] END |
  CREATE (a)-[e:OUTPUT_LINE {uid: row.uid}]->(b) SET e += row.props)
WITH row, known WHERE known IS NOT NULL
RETURN row.i AS i, known
