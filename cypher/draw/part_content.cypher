// name: draw.part_content
// mode: write
// doc: Draw derived edges from Part to Content.
// param rows: list of {a, b, type, props}
// returns: -

UNWIND $rows AS row
MATCH (a:Part {part: row.a})
MATCH (b:Content {content: row.b})
CREATE (a)-[e:$(row.type)]->(b)
SET e = row.props
