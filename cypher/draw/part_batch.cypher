// name: draw.part_batch
// mode: write
// doc: Draw derived edges from Part to Batch.
// param rows: list of {a, b, type, props}
// returns: -

UNWIND $rows AS row
MATCH (a:Part {part: row.a})
MATCH (b:Batch {key: row.b})
CREATE (a)-[e:$(row.type)]->(b)
SET e = row.props
