// name: answer.lots_sent
// mode: read
// doc: The lot numbers on these shipments, whoever gave them, and of pieces: what comes in under one of them is of that line (rule 11).
// param ids: list of shipment ids
// packed: yes
// returns: shipment, material, lot

UNWIND $ids AS id
MATCH (s:Shipment {shipment: id})<-[:SHIPPED]-(b:Batch)
RETURN DISTINCT s.shipment AS shipment, b.material AS material, b.lot AS lot
