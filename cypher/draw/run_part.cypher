// name: draw.run_part
// mode: write
// doc: Draw derived edges from Run to Part.
// param rows: list of {a, b, type, props}
// returns: -

UNWIND $rows AS row
MATCH (a:Run {run: row.a})
MATCH (b:Part {part: row.b})
CREATE (a)-[e:$(row.type)]->(b)
SET e = row.props
