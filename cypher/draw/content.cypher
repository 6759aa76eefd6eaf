// name: draw.content
// mode: write
// doc: Draw derived Content nodes.
// param rows: list of maps of properties
// returns: -

UNWIND $rows AS row
CREATE (n:Content) SET n = row
