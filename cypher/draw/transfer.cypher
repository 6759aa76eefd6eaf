// name: draw.transfer
// mode: write
// doc: Draw derived Transfer nodes.
// param rows: list of maps of properties
// returns: -

UNWIND $rows AS row
CREATE (n:Transfer) SET n = row
