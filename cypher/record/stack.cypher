// name: record.stack
// mode: write
// doc: A pack in or on another.
// param rows: list of {i, props, ...}: props hold event, seq and what is recorded
// returns: i, known

UNWIND $rows AS row
MATCH (a:Pack {pack: row.pack})
MATCH (b:Pack {pack: row.child_pack})
MERGE (a)-[e:STACKS {uid: row.uid}]->(b)
WITH row, a, b, e, e.event AS known
FOREACH (_ IN CASE WHEN known IS NULL THEN [1] ELSE [] END | SET e += row.props)
WITH row, known WHERE known IS NOT NULL
RETURN row.i AS i, known
