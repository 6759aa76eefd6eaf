// name: draw.content_batch
// mode: write
// doc: Draw derived edges from Content to Batch.
// param rows: list of {a, b, type, props}
// returns: -

UNWIND $rows AS row
MATCH (a:Content {content: row.a})
MATCH (b:Batch {key: row.b})
CREATE (a)-[e:$(row.type)]->(b)
SET e = row.props
