// name: record.pack
// mode: write
// doc: A batch on a pallet or in a container: a place, not flow.
// param rows: list of {i, props, ...}: props hold event, seq and what is recorded
// returns: i, known

UNWIND $rows AS row
MATCH (a:Pack {pack: row.pack})
MATCH (b:Batch {key: row.key})
MERGE (a)-[e:HOLDS {uid: row.uid}]->(b)
WITH row, a, b, e, e.event AS known
FOREACH (_ IN CASE WHEN known IS NULL THEN [1] ELSE [] END | SET e += row.props)
WITH row, known WHERE known IS NOT NULL
RETURN row.i AS i, known
