// name: record.epcis
// mode: write
// doc: Record each event of EPCIS once, with what it names; give back those already there.
// param rows: list of {i, props, names, ...}: props hold event, seq and what is recorded, names are {role, epc}
// returns: i, known

UNWIND $rows AS row
MERGE (n:EpcisEvent {uid: row.uid})
WITH row, n, n.event AS known
CALL (row, n, known) {
  WITH row, n WHERE known IS NULL
  SET n += row.props
  WITH row, n
  UNWIND row.names AS one
  MERGE (x:Identifier {epc: one.epc})
  MERGE (n)-[:NAMES {role: one.role}]->(x)
}
WITH row, known WHERE known IS NOT NULL
RETURN row.i AS i, known
