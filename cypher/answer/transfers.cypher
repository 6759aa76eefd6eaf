// name: answer.transfers
// mode: read
// doc: The shipment of ours and the receipt or return that a transfer joins.
// param ids: list of transfer ids
// returns: transfer, shipment, document, returned

UNWIND $ids AS id
MATCH (s:Shipment)-[:MOVED_AS]->(t:Transfer {transfer: id})
RETURN t.transfer AS transfer, s.shipment AS shipment, t.document AS document, coalesce(t.returned, false) AS returned
