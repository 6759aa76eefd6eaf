// name: record.run
// mode: write
// doc: Describe each run that is a stub so far; give back those already described.
// param rows: list of {i, props, ...}: props hold event, seq and what is recorded
// returns: i, known

UNWIND $rows AS row
MATCH (n:Run {run: row.node})
WITH row, n, n.event AS known
CALL (row, n, known) {
  WITH row, n WHERE known IS NULL
  SET n += row.props
  WITH row, n
  CALL (row, n) { MATCH (o:Equipment {equipment: row.equipment}) MERGE (n)-[:RAN_ON {uid: "head"}]->(o) }
  WITH row, n
  CALL (row, n) { MATCH (o:Operator {operator: row.operator}) MERGE (n)-[:RUN_BY {uid: "head"}]->(o) }
  WITH row, n
  CALL (row, n) { MATCH (o:Location {location: row.location}) MERGE (n)-[:AT]->(o) }
}
WITH row, known WHERE known IS NOT NULL
RETURN row.i AS i, known
