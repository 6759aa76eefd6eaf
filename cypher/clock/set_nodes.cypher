// name: clock.set_nodes
// mode: write
// doc: Write times that were read again on the nodes that hold them.
// param rows: list of {label, id, uid, props}
// returns: -

UNWIND $rows AS row
CALL (row) { WITH row WHERE row.label = "Run" MATCH (n:Run {run: row.id}) SET n += row.props }
CALL (row) { WITH row WHERE row.label = "Shipment" MATCH (n:Shipment {shipment: row.id}) SET n += row.props }
CALL (row) { WITH row WHERE row.label = "Parameter" MATCH (n:Parameter {uid: row.uid}) SET n += row.props }
CALL (row) { WITH row WHERE row.label = "Inspection" MATCH (n:Inspection {uid: row.uid}) SET n += row.props }
CALL (row) { WITH row WHERE row.label = "Cleaning" MATCH (n:Cleaning {uid: row.uid}) SET n += row.props }
CALL (row) { WITH row WHERE row.label = "Movement" MATCH (n:Movement {uid: row.uid}) SET n += row.props }
CALL (row) { WITH row WHERE row.label = "Count" MATCH (n:Count {uid: row.uid}) SET n += row.props }
CALL (row) { WITH row WHERE row.label = "Status" MATCH (n:Status {uid: row.uid}) SET n += row.props }
