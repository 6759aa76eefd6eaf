// name: record.backflushed
// mode: write
// doc: A consumption without a lot (rule 4).
// param rows: list of {i, props, ...}: props hold event, seq and what is recorded
// returns: i, known

UNWIND $rows AS row
MATCH (a:Material {material: row.material})
MATCH (b:Run {run: row.run})
MERGE (a)-[e:BACKFLUSHED {uid: row.uid}]->(b)
WITH row, a, b, e, e.event AS known
FOREACH (_ IN CASE WHEN known IS NULL THEN [1] ELSE [] END | SET e += row.props)
WITH row, known WHERE known IS NOT NULL
RETURN row.i AS i, known
