// name: draw.transfer_batch
// mode: write
// doc: Draw derived edges from Transfer to Batch.
// param rows: list of {a, b, type, props}
// returns: -

UNWIND $rows AS row
MATCH (a:Transfer {transfer: row.a})
MATCH (b:Batch {key: row.b})
CREATE (a)-[e:$(row.type)]->(b)
SET e = row.props
