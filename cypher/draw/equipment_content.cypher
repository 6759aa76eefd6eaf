// name: draw.equipment_content
// mode: write
// doc: Draw derived edges from Equipment to Content.
// param rows: list of {a, b, type, props}
// returns: -

UNWIND $rows AS row
MATCH (a:Equipment {equipment: row.a})
MATCH (b:Content {content: row.b})
CREATE (a)-[e:$(row.type)]->(b)
SET e = row.props
