// name: draw.content_content
// mode: write
// doc: Draw derived edges from Content to Content.
// param rows: list of {a, b, type, props}
// returns: -

UNWIND $rows AS row
MATCH (a:Content {content: row.a})
MATCH (b:Content {content: row.b})
CREATE (a)-[e:$(row.type)]->(b)
SET e = row.props
