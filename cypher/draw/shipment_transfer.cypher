// name: draw.shipment_transfer
// mode: write
// doc: Draw derived edges from Shipment to Transfer.
// param rows: list of {a, b, type, props}
// returns: -

UNWIND $rows AS row
MATCH (a:Shipment {shipment: row.a})
MATCH (b:Transfer {transfer: row.b})
CREATE (a)-[e:$(row.type)]->(b)
SET e = row.props
