// name: draw.batch_transfer
// mode: write
// doc: Draw derived edges from Batch to Transfer.
// param rows: list of {a, b, type, props}
// returns: -

UNWIND $rows AS row
MATCH (a:Batch {key: row.a})
MATCH (b:Transfer {transfer: row.b})
CREATE (a)-[e:$(row.type)]->(b)
SET e = row.props
