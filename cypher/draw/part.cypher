// name: draw.part
// mode: write
// doc: Draw derived Part nodes.
// param rows: list of maps of properties
// returns: -

UNWIND $rows AS row
CREATE (n:Part) SET n = row
