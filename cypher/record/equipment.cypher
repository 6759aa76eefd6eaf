// name: record.equipment
// mode: write
// doc: Describe each equipment that is a stub so far; give back those already described.
// param rows: list of {i, props, ...}: props hold event, seq and what is recorded
// returns: i, known

UNWIND $rows AS row
MATCH (n:Equipment {equipment: row.node})
WITH row, n, n.event AS known
CALL (row, n, known) {
  WITH row, n WHERE known IS NULL
  SET n += row.props
  WITH row, n
  CALL (row, n) { MATCH (o:Location {location: row.location}) MERGE (n)-[:AT]->(o) }
}
WITH row, known WHERE known IS NOT NULL
RETURN row.i AS i, known
