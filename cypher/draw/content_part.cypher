// name: draw.content_part
// mode: write
// doc: Draw derived edges from Content to Part.
// param rows: list of {a, b, type, props}
// returns: -

UNWIND $rows AS row
MATCH (a:Content {content: row.a})
MATCH (b:Part {part: row.b})
CREATE (a)-[e:$(row.type)]->(b)
SET e = row.props
